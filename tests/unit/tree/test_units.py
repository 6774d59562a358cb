"""The units that a tree brings."""

import pytest

from tests.unit.given import planned
from wsgigen.render.render import render
from wsgigen.tree import manifest
from wsgigen.tree.units import Units, units_of
from wsgigen.tree.write import write


@pytest.mark.parametrize(
    ("layout", "service", "extended"),
    [("per-service", {"wsgi-keystone.service"}, ()), ("single", set(), ("apache2.service",))],
)
def test_units_are_told_from_those_that_are_added_to(tmp_path, layout, service, extended):
    plan = planned(tmp_path, layout=layout, platform="debian-12")
    write(render(plan), tmp_path / "root", "p")
    found = units_of(manifest.read(tmp_path / "root"))
    assert {"wsgi.target", "wsgi-probe@keystone.timer", "wsgi-heal@keystone.service", *service} <= set(found.own)
    assert "wsgi.slice" not in found.own
    assert found.extended == extended


def test_no_tree_has_no_units(tmp_path):
    assert units_of(manifest.read(tmp_path)) == Units()
