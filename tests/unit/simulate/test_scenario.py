"""From what people ask to what is simulated."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import loaded
from wsgigen.cluster.assumed import assume
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import UserError
from wsgigen.plan.resolve import resolve
from wsgigen.simulate.question import Question, chosen
from wsgigen.simulate.scenario import managed, pose

SHARED = {"apache2.service": ("keystone", "placement")}


def view(directory: Path, **keys: Any) -> ClusterView:
    profile, _ = managed(loaded(directory, **keys))
    plan = resolve(profile)
    return ClusterView(profile, plan, assume(plan, profile.cluster))


def test_two_resources_drive_one_unit(tmp_path):
    posed = pose(view(tmp_path, layout="single"), Question("stop", "keystone"))
    assert posed.units == {"keystone": "apache2.service", "placement": "apache2.service"}
    assert (posed.services, posed.question.name, posed.notes) == (SHARED, "keystone", ())


def test_a_service_without_a_resource_of_its_own(tmp_path):
    posed = pose(
        view(tmp_path, layout="single", manager="pacemaker", cluster={"components": "instance"}),
        Question("stop", "placement"),
    )
    assert (list(posed.units.values()), posed.services) == (["apache2.service"], SHARED)
    assert posed.question.name in posed.units
    assert posed.notes == (
        f"placement has no resource of its own: asked about {posed.question.name}, which holds keystone, placement",
    )


@pytest.mark.parametrize(
    ("layout", "unit"), [("single", "apache2.service"), ("per-service", "wsgi-keystone.service")]
)
def test_what_is_added_is_where_its_layout_puts_it(tmp_path, layout, unit):
    posed = pose(view(tmp_path, layout=layout), Question("add", "keystone"))
    assert (posed.question.unit, "keystone" in posed.services[unit]) == (unit, True)


@pytest.mark.parametrize("question", [Question("stop", "keyston"), Question("add", "nova-api")])
def test_what_nobody_knows(tmp_path, question):
    with pytest.raises(UserError, match=question.name):
        pose(view(tmp_path), question)


def test_a_profile_that_leaves_all_to_systemd_is_asked_about_all_the_same(tmp_path):
    profile, notes = managed(
        loaded(tmp_path, services={"keystone": {"manager": "systemd"}, "placement": {}})
    )
    assert len(notes) == 1
    assert {one.manager for one in resolve(profile).sites} == {"pacemaker"}
    mixed = loaded(tmp_path, services={"keystone": {"manager": "pacemaker"}, "placement": {}})
    assert managed(mixed) == (mixed, ())


def test_one_question_at_a_time():
    assert chosen({"stop": None, "ban": "a"}, "n") == Question("ban", "a", "n")
    for asked, node in (({}, None), ({"stop": "a", "ban": "a"}, None), ({"stop": "a"}, "n")):
        with pytest.raises(UserError):
            chosen(asked, node)
