import pytest

from tests.unit.given import loaded
from wsgigen.errors import Refusal
from wsgigen.plan.layout_plans import plan_layouts, with_layout
from wsgigen.plan.model import Plan

_GROUPS = {"layout": "grouped", "groups": {"identity": ["keystone", "placement"]}}


@pytest.mark.parametrize(
    ("more", "chosen", "layouts"),
    [
        ({}, "per-service", ["single", "per-service"]),
        ({}, "grouped", ["single", "per-service", "grouped"]),
        (_GROUPS, "grouped", ["single", "per-service", "grouped"]),
        (_GROUPS, "single", ["single", "per-service", "grouped"]),
    ],
    ids=["without groups", "grouped by choice", "with groups", "with groups, another by choice"],
)
def test_each_layout_that_means_something_has_its_plan(tmp_path, more, chosen, layouts):
    plans = plan_layouts(loaded(tmp_path, **more), chosen)
    assert list(plans) == layouts
    assert [plan.layout for plan in plans.values() if isinstance(plan, Plan)] == layouts


def test_what_is_wrong_is_a_value_for_each_layout(tmp_path):
    plans = plan_layouts(loaded(tmp_path, services={"horizon": {}}), "single")
    assert all(isinstance(plan, Refusal) for plan in plans.values())
    keys = {problem.key[:2] for plan in plans.values() for problem in plan.problems}
    assert keys == {("services", "horizon")}


def test_one_layout_may_be_refused_alone(tmp_path):
    services = {"a": {"application": "a:b", "port": 9000, "user": "a", "venv": "/opt/a"}}
    more = {"application": "a:b", "port": 9001, "user": "a", "venv": "/opt/b"}
    groups = {"a": ["b"]}
    profile = loaded(tmp_path, layout="grouped", groups=groups, services={**services, "b": more})
    plans = plan_layouts(profile, "grouped")
    assert [name for name, plan in plans.items() if isinstance(plan, Refusal)] == ["grouped"]


def test_of_a_layout_that_does_not_exist_only_the_refusal_is_returned(tmp_path):
    ((name, refusal),) = plan_layouts(loaded(tmp_path), "round").items()
    assert (name, refusal.problems[0].message) == (
        "round",
        "round is not a layout that wsgigen knows",
    )


@pytest.mark.parametrize(("layout", "stay"), [("grouped", True), ("single", False)])
def test_groups_belong_to_one_layout(tmp_path, layout, stay):
    profile = with_layout(loaded(tmp_path, **_GROUPS), layout)
    assert (profile.layout, bool(profile.groups)) == (layout, stay)


def test_groups_in_another_layout_stay_wrong_there(tmp_path):
    profile = loaded(tmp_path, **{**_GROUPS, "layout": "single"})
    assert isinstance(plan_layouts(profile, "single")["single"], Refusal)
    assert isinstance(plan_layouts(profile, "single")["grouped"], Plan)
