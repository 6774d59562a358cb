"""The units that a tree brings."""

import pytest

from tests.unit.given import planned
from wsgigen.render.render import render
from wsgigen.tree import manifest
from wsgigen.tree.build import build_tree
from wsgigen.tree.units import Units, files_of, leaving, units_of


@pytest.mark.parametrize(
    ("layout", "service", "extended"),
    [("per-service", {"wsgi-keystone.service"}, ()), ("single", set(), ("apache2.service",))],
)
def test_units_are_told_from_those_that_are_added_to(tmp_path, layout, service, extended):
    plan = planned(tmp_path, layout=layout, platform="debian-12")
    build_tree(render(plan), tmp_path / "root", "p")
    units_found = units_of(manifest.read(tmp_path / "root", "p"))
    assert {
        "wsgi.target",
        "wsgi-probe@keystone.timer",
        "wsgi-heal@keystone.service",
        *service,
    } <= set(units_found.own)
    assert "wsgi.slice" not in units_found.own
    assert units_found.extended == extended


def test_no_tree_has_no_units(tmp_path):
    assert units_of(manifest.read(tmp_path, "p")) == Units()


def test_what_a_tree_in_another_layout_no_longer_brings_is_told(tmp_path):
    build_tree(render(planned(tmp_path, layout="per-service")), tmp_path / "root", "p")
    per_service = manifest.read(tmp_path / "root", "p")
    single = [str(artifact.path) for artifact in render(planned(tmp_path, layout="single"))]
    units_found = leaving(per_service, single)
    names = ("wsgi-keystone.service", "wsgi-placement.service")
    assert units_found == Units(names)
    units = {f"/usr/lib/systemd/system/{name}" for name in units_found.own}
    assert files_of(per_service, units_found.own) == units, (
        "not their presets, nor what is wanted by links"
    )
    assert leaving(per_service, per_service.files) == Units()


def test_the_apache_of_the_platform_loses_its_drop_in(tmp_path):
    build_tree(render(planned(tmp_path, layout="single")), tmp_path / "root", "p")
    names = [str(artifact.path) for artifact in render(planned(tmp_path, layout="per-service"))]
    units_found = leaving(manifest.read(tmp_path / "root", "p"), names)
    assert units_found.extended == ("apache2.service",)
