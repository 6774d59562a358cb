import pytest

from tests.unit.pacemaker.cib.cibs import dummies, made, shape
from wsgigen.pacemaker.cib.nodes import (
    allowed_nodes,
    probed_nodes,
    share_no_node,
    undecided_primitives,
)

CTL = frozenset(("ctl1", "ctl2", "ctl3"))
OPT_IN = '<nvpair id="s" name="symmetric-cluster" value="false"/>'


def where(rsc: str, node: str, score: str = "-INFINITY", more: str = "") -> str:
    return (
        f'<rsc_location id="{rsc}-{node}-{score}" rsc="{rsc}" node="{node}" '
        f'score="{score}" {more}/>'
    )


def test_locations_that_forbid_prove_that_two_never_meet():
    nodes = allowed_nodes(shape("remote"))
    assert nodes["one"] == {"ctl1"}
    assert nodes["two"] == {"ctl2", "ctl3", "compute1", "guest1"}
    assert share_no_node(nodes, "one", "two")


def test_where_discovery_is_not_turned_off_the_other_is_still_found():
    nodes = probed_nodes(shape("remote"))
    assert nodes["one"] == {"ctl1"}
    assert "ctl1" in nodes["two"]
    assert not share_no_node(nodes, "one", "two")


def test_a_low_score_a_role_and_a_colocation_prove_nothing(tmp_path):
    constraints = where("a", "ctl1", "-1000") + where("a", "ctl2", more='role="Promoted"')
    constraints += '<rsc_colocation id="c" rsc="a" with-rsc="b" score="-INFINITY"/>'
    nodes = allowed_nodes(made(tmp_path, dummies("a", "b"), constraints))
    assert nodes == {"a": CTL, "b": CTL}


def test_minus_infinity_wins_over_infinity(tmp_path):
    nodes = allowed_nodes(
        made(tmp_path, dummies("a"), where("a", "ctl1") + where("a", "ctl1", "INFINITY"))
    )
    assert nodes == {"a": CTL - {"ctl1"}}


@pytest.mark.parametrize("rsc", ["g", "g-clone", "a"])
def test_what_a_clone_or_its_group_may_not_its_members_may_not(tmp_path, rsc):
    nodes = allowed_nodes(
        made(
            tmp_path,
            f'<clone id="g-clone"><group id="g">{dummies("a", "b")}</group></clone>',
            where(rsc, "ctl1"),
        )
    )
    assert nodes == {"a": CTL - {"ctl1"}, "b": CTL - {"ctl1"}}


def test_what_one_of_a_group_may_not_the_others_before_it_may(tmp_path):
    nodes = allowed_nodes(
        made(tmp_path, f'<group id="g">{dummies("a", "b")}</group>', where("b", "ctl1"))
    )
    assert nodes == {"a": CTL, "b": CTL - {"ctl1"}}


def test_in_an_opt_in_cluster_only_named_nodes_count(tmp_path):
    constraints = (
        where("a", "ctl1", "100")
        + where("b", "ctl2", "0")
        + where("b", "ctl3", "0")
        + where("b", "ctl3")
    )
    nodes = allowed_nodes(made(tmp_path, dummies("a", "b", "c"), constraints, OPT_IN))
    assert nodes == {"a": {"ctl1"}, "b": {"ctl2"}, "c": set()}


def test_in_an_opt_in_cluster_a_rule_may_open_any_node_and_a_member_opens_its_groups(tmp_path):
    rule = (
        '<rsc_location id="l" rsc="a"><rule id="r" score="1">'
        '<expression id="e" attribute="x" operation="defined"/></rule></rsc_location>'
    )
    nodes = allowed_nodes(
        made(
            tmp_path,
            dummies("a") + f'<group id="g">{dummies("b", "c")}</group>',
            rule + where("b", "ctl1", "1"),
            OPT_IN,
        )
    )
    assert nodes == {"a": CTL, "b": {"ctl1"}, "c": {"ctl1"}}


def test_where_discovery_is_exclusive_only_those_nodes_are_looked_at(tmp_path):
    constraints = where("a", "ctl1", "0", 'resource-discovery="exclusive"')
    assert probed_nodes(made(tmp_path, dummies("a", "b"), constraints)) == {"a": {"ctl1"}, "b": CTL}


def test_what_is_in_a_bundle_is_on_no_node():
    assert "galera" not in allowed_nodes(shape("bundles"))


def test_discovery_that_is_exclusive_forbids_every_other_node(tmp_path):
    constraints = where("a", "ctl1", "0", 'resource-discovery="exclusive"')
    assert allowed_nodes(made(tmp_path, dummies("a", "b"), constraints)) == {
        "a": {"ctl1"},
        "b": CTL,
    }


@pytest.mark.parametrize(
    ("more", "score", "found"),
    [("", "100", set()), ("", "-INFINITY", {"a"}), ('resource-discovery="exclusive"', "0", {"a"})],
)
def test_a_rule_on_attributes_that_may_forbid_leaves_it_to_the_cluster(
    tmp_path, more, score, found
):
    rule = (
        f'<rule id="r" score="{score}">'
        f'<expression id="e" attribute="osprole" operation="eq" value="controller"/>'
        f"</rule>"
    )
    constraints = f'<rsc_location id="l" rsc="a" {more}>{rule}</rsc_location>'
    assert undecided_primitives(made(tmp_path, dummies("a", "b"), constraints)) == found
