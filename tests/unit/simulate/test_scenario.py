"""From what people ask to what is simulated."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import loaded
from wsgigen.cluster.assumed import assume
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import UserError
from wsgigen.plan.resolve import resolve
from wsgigen.simulate.question import Action, Question, single_question
from wsgigen.simulate.scenario import scenario, under_pacemaker

SHARED = {"apache2.service": ("keystone", "placement")}


def view(directory: Path, **keys: Any) -> ClusterView:
    profile, _ = under_pacemaker(loaded(directory, **keys))
    plan = resolve(profile)
    return ClusterView(profile, plan, assume(plan, profile.cluster))


def test_two_resources_drive_one_unit(tmp_path):
    made = scenario(view(tmp_path, layout="single"), Question(Action.STOP, "keystone"))
    assert made.units == {"keystone": "apache2.service", "placement": "apache2.service"}
    assert (made.services, made.question.name, made.notes) == (SHARED, "keystone", ())


def test_a_service_without_a_resource_of_its_own(tmp_path):
    made = scenario(
        view(tmp_path, layout="single", manager="pacemaker", cluster={"components": "instance"}),
        Question(Action.STOP, "placement"),
    )
    assert (list(made.units.values()), made.services) == (["apache2.service"], SHARED)
    assert made.question.name in made.units
    assert made.notes == (
        (
            f"placement has no resource of its own: asked about {made.question.name}, which "
            f"holds keystone, placement"
        ),
    )


@pytest.mark.parametrize(
    ("layout", "unit"), [("single", "apache2.service"), ("per-service", "wsgi-keystone.service")]
)
def test_what_is_added_is_where_its_layout_puts_it(tmp_path, layout, unit):
    made = scenario(view(tmp_path, layout=layout), Question(Action.ADD, "keystone"))
    assert (made.question.unit, "keystone" in made.services[unit]) == (unit, True)


@pytest.mark.parametrize(
    "question", [Question(Action.STOP, "keyston"), Question(Action.ADD, "nova-api")]
)
def test_what_nobody_knows(tmp_path, question):
    with pytest.raises(UserError, match=question.name):
        scenario(view(tmp_path), question)


def test_a_profile_that_leaves_all_to_systemd_is_asked_about_all_the_same(tmp_path):
    profile, notes = under_pacemaker(
        loaded(tmp_path, services={"keystone": {"manager": "systemd"}, "placement": {}})
    )
    assert len(notes) == 1
    assert {one.manager for one in resolve(profile).sites} == {"pacemaker"}
    mixed = loaded(tmp_path, services={"keystone": {"manager": "pacemaker"}, "placement": {}})
    assert under_pacemaker(mixed) == (mixed, ())


def test_one_question_at_a_time():
    assert single_question({"stop": None, "ban": "a"}, "n") == Question(Action.BAN, "a", "n")
    for asked, node in (({}, None), ({"stop": "a", "ban": "a"}, None), ({"stop": "a"}, "n")):
        with pytest.raises(UserError):
            single_question(asked, node)
