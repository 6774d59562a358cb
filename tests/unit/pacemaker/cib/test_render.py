"""A rendered CIB is read as the same CIB."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.given import planned, written
from tests.unit.simulate.clusters import ALIAS, cluster, primitive
from wsgigen.cluster.assumed import assume
from wsgigen.pacemaker.cib.constraints import Colocation, LocationConstraint
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.pacemaker.cib.model import INFINITY, Bundle, Cib, Clone, Group, Operation
from wsgigen.pacemaker.cib.render import render_cib
from wsgigen.profile.model import Cluster


def read_back(directory: Path, cib: Cib) -> Cib:
    return replace(load_cib(written(directory, render_cib(cib), "cib.xml")), file="")


def test_clones_orders_and_defaults(tmp_path):
    passive = primitive(
        "heat",
        "apache2",
        Operation("monitor", 11, 20, on_fail="block", role="Stopped", enabled=False),
        cloned=False,
    )
    whole = replace(
        cluster(ALIAS, passive, orders=(("keystone", "nova-api"),)),
        colocations=(Colocation("c", "heat", "keystone-clone", -INFINITY),),
        locations=(LocationConstraint("l", "heat", "ctl1", 50),),
        tags={"apis": ("keystone", "nova-api")},
    )
    assert render_cib(read_back(tmp_path, whole)) == render_cib(whole)


def test_a_group_in_a_clone_says_once_what_its_members_inherit(tmp_path):
    meta = {"interleave": "true", "target-role": "Stopped"}
    members = tuple(
        replace(primitive(name, name), group="apis", clone="apis-clone", meta=meta)
        for name in ("a", "b")
    )
    groups, clones = (
        {"apis": Group("apis", ("a", "b"), meta, "apis-clone")},
        {"apis-clone": Clone("apis-clone", "apis", meta)},
    )
    whole = replace(
        cluster({}), primitives={one.id: one for one in members}, groups=groups, clones=clones
    )
    assert render_cib(whole).count(b"target-role") == 2  # the id and the name of one pair
    assert read_back(tmp_path, whole).primitives == whole.primitives


@pytest.mark.parametrize("components", ["service", "instance"])
@pytest.mark.parametrize("layout", ["single", "per-service"])
def test_what_is_assumed_of_a_profile(tmp_path, layout, components):
    plan = planned(
        tmp_path,
        layout=layout,
        manager="pacemaker",
        services={"keystone": {}, "placement": {}, "nova-api": {}},
    )
    cib = assume(plan, Cluster(components=components))
    assert render_cib(read_back(tmp_path, cib)) == render_cib(cib)
    assert render_cib(cib) == render_cib(cib)


@pytest.mark.parametrize(
    "more",
    [
        {"bundles": {"b": Bundle("b", None, {})}},
        {"locations": (LocationConstraint("l", "keystone", None, None, attribute_rule=True),)},
    ],
)
def test_what_a_cib_does_not_hold_whole(more):
    with pytest.raises(ValueError, match="cannot be written"):
        render_cib(replace(cluster(ALIAS), **more))
