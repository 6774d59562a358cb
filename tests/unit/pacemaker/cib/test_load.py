import pytest

from tests.unit.pacemaker.cib.cibs import NAMES, dummies, made, shape
from wsgigen.errors import Location, UserError
from wsgigen.pacemaker.cib.model import INFINITY


@pytest.mark.parametrize("name", NAMES)
def test_a_cib_is_read_with_the_line_of_every_resource(name):
    cib = shape(name)
    assert cib.primitives
    for primitive in cib.primitives.values():
        assert isinstance(primitive.at, Location)
        assert primitive.at.line > 1
        assert primitive.at.column > 1


def test_a_clone_holds_a_primitive_that_has_its_meta_attributes():
    cib = shape("alias")
    keystone = cib.primitives["keystone"]
    assert (keystone.agent, keystone.clone, keystone.outermost) == (
        "systemd:httpd",
        "keystone-clone",
        "keystone-clone",
    )
    assert keystone.meta == {"interleave": "true"}
    assert cib.clones["keystone-clone"].interleave
    assert [(one.name, one.interval, one.timeout) for one in keystone.operations] == [
        ("monitor", 10, 20),
        ("start", 0, 100),
        ("stop", 0, 120),
    ]


def test_the_old_master_element_is_a_promotable_clone_and_roles_have_todays_names():
    cib = shape("tripleo")
    assert cib.clones["galera-master"].promotable
    assert [one.role for one in cib.primitives["galera"].operations] == ["Promoted", "Unpromoted"]
    promoted = next(one for one in cib.orders if one.first == "galera-master")
    assert (promoted.first_action, promoted.then_action, promoted.kind) == (
        "promote",
        "start",
        "Mandatory",
    )
    assert not cib.clones["openstack-core-clone"].interleave


def test_a_bundle_has_replicas_mounts_and_a_network():
    cib = shape("bundles")
    galera, redis, haproxy = (
        cib.bundles[f"{name}-bundle"] for name in ("galera", "redis", "haproxy")
    )
    assert (galera.child, galera.replicas, redis.replicas, haproxy.child) == ("galera", 3, 1, None)
    assert galera.network == {"control-port": "3123", "network": "host"}
    assert haproxy.network == {"network": "host"}
    assert galera.mounts == (
        ("/var/lib/galera", "/var/lib/mysql"),
        ("/var/log/pacemaker/bundles", "/var/log"),
    )
    assert cib.primitives["galera"].outermost == "galera-bundle"
    assert [node.name for node in cib.nodes] == ["ctl1", "ctl2", "ctl3"]


def test_remote_nodes_and_guests_are_nodes():
    assert {node.name: node.kind for node in shape("remote").nodes} == {
        "ctl1": "member",
        "ctl2": "member",
        "ctl3": "member",
        "compute1": "remote",
        "guest1": "guest",
    }


def test_a_template_gives_agent_attributes_and_operations_and_the_primitive_overrides_them():
    primitives = shape("sets").primitives
    assert primitives["a"].agent == primitives["c"].agent == "systemd:httpd"
    assert (
        primitives["a"].meta["migration-threshold"],
        primitives["c"].meta["migration-threshold"],
    ) == ("3", "5")
    assert {
        (one.name, one.interval, one.timeout, one.on_fail) for one in primitives["c"].operations
    } == {
        ("monitor", 60, 45, None),
        ("stop", 0, 100, "block"),
    }


def test_operations_may_be_those_of_another_and_an_interval_iso_8601():
    primitives = shape("sets").primitives
    assert primitives["g2"].operations == primitives["g3"].operations
    assert [one.interval for one in primitives["g2"].operations] == [30]


def test_members_of_a_group_have_its_meta_attributes():
    cib = shape("sets")
    assert cib.groups["g"].members == ("g1", "g2", "g3")
    assert cib.primitives["g1"].meta == {"resource-stickiness": "7"}
    assert cib.primitives["g1"].outermost == "g"


@pytest.mark.parametrize(
    ("constraint", "pairs"),
    [
        ("sequence", {("d", "e"), ("e", "f")}),
        ("between", {("c", "d"), ("a", "c"), ("b", "c"), ("d", "g"), ("d", "h")}),
        ("either", {("e", "h"), ("f", "h")}),
        ("by-template", {("h", "a"), ("h", "b"), ("h", "c")}),
        ("by-tag", {("d", "g"), ("e", "g")}),
        ("one-at-a-time", {("d", "e"), ("d", "f"), ("e", "f")}),
    ],
)
def test_an_order_is_the_pairs_that_its_sets_tags_and_templates_mean(constraint, pairs):
    orders = [one for one in shape("sets").orders if one.id == constraint]
    assert {(one.first, one.then) for one in orders} == pairs
    assert len(orders) == len(pairs)
    assert all(one.from_set for one in orders)
    assert {one.require_all for one in orders} == {constraint != "either"}
    assert {one.symmetrical for one in orders} == {constraint not in ("between", "one-at-a-time")}


def test_actions_of_an_order_are_those_of_its_sets():
    between = [one for one in shape("sets").orders if one.id == "between" and one.then == "g"]
    assert [(one.first_action, one.then_action) for one in between] == [("start", "stop")]


@pytest.mark.parametrize(
    ("constraint", "score", "pairs"),
    [
        ("together", INFINITY, {("e", "d"), ("b", "e"), ("c", "e")}),
        ("apart", -INFINITY, {("f", "d"), ("h", "d"), ("h", "f")}),
        ("template-with-h", 100, {("a", "h"), ("b", "h"), ("c", "h")}),
    ],
)
def test_a_colocation_is_the_pairs_that_its_sets_mean(constraint, score, pairs):
    found = [one for one in shape("sets").colocations if one.id == constraint]
    assert {(one.resource, one.with_resource) for one in found} == pairs
    assert {one.score for one in found} == {score}


def test_a_location_is_for_every_resource_of_a_set_or_a_pattern():
    found = {(one.id, one.resource, one.node, one.score) for one in shape("sets").locations}
    assert found == {
        ("set-on-ctl1", "d", "ctl1", 50),
        ("set-on-ctl1", "e", "ctl1", 50),
        ("patterned", "d", "ctl2", -INFINITY),
        ("patterned", "e", "ctl2", -INFINITY),
    }


def test_a_rule_on_a_nodes_name_is_a_location_and_one_on_an_attribute_is_left_open():
    by_name = [one for one in shape("remote").locations if one.id == "two-not-ctl1"]
    assert [(one.node, one.score, one.attribute_rule) for one in by_name] == [
        ("ctl1", -INFINITY, False)
    ]
    by_attribute = shape("bundles").locations
    assert [
        (one.resource, one.node, one.score, one.discovery, one.attribute_rule)
        for one in by_attribute
    ] == [("galera-bundle", None, 0, "exclusive", True)]


@pytest.mark.parametrize(
    ("rule", "nodes"),
    [
        ('<expression attribute="#uname" operation="ne" value="ctl1"/>', {"ctl2", "ctl3"}),
        (
            (
                '<expression attribute="#uname" operation="eq" value="ctl1"/>'
                '<expression attribute="a" operation="defined"/>'
            ),
            {None},
        ),
        (
            '<rule boolean-op="or"><expression attribute="#uname" operation="eq" value="ctl1"/>'
            '<expression attribute="#uname" operation="eq" value="ctl3"/></rule>',
            {"ctl1", "ctl3"},
        ),
        ('<date_expression operation="gt" start="2026-01-01"/>', {None}),
    ],
)
def test_only_what_nodes_are_called_decides_a_rule(tmp_path, rule, nodes):
    location = (
        f'<rsc_location id="l" rsc="a"><rule id="r" score="-INFINITY">{rule}</rule></rsc_location>'
    )
    assert {one.node for one in made(tmp_path, dummies("a"), location).locations} == nodes


def test_a_pattern_that_could_take_for_ever_is_left_open_for_all_and_said(tmp_path):
    location = '<rsc_location id="l" rsc-pattern="(a+)+b" node="ctl1" score="-INFINITY"/>'
    cib = made(tmp_path, dummies("a" * 60, "c"), location)
    assert {(one.resource, one.node, one.attribute_rule) for one in cib.locations} == {
        ("a" * 60, None, True),
        ("c", None, True),
    }
    assert [note.location.line for note in cib.notes] == [1]


def test_a_pattern_is_for_what_stands_in_no_other_resource(tmp_path):
    resources = f'<clone id="x-clone">{dummies("x")}</clone>{dummies("x2")}'
    cib = made(
        tmp_path, resources, '<rsc_location id="l" rsc-pattern="!^x2" node="ctl1" score="1"/>'
    )
    assert [one.resource for one in cib.locations] == ["x-clone"]


def test_a_primitive_in_a_clone_stands_for_the_clone(tmp_path):
    resources = f'<clone id="x-clone">{dummies("x")}</clone>{dummies("y")}'
    cib = made(tmp_path, resources, '<rsc_order id="o" first="x" then="y"/>')
    assert [(one.first, one.then, one.from_set) for one in cib.orders] == [("x-clone", "y", False)]


def test_a_constraint_on_what_is_not_there_is_noted_and_left_out(tmp_path):
    cib = made(tmp_path, dummies("y"), '<rsc_order id="o" first="gone" then="y"/>')
    assert cib.orders == ()
    assert [(one.constraint, one.resource) for one in cib.unknown] == [("o", "gone")]
    assert [note.message for note in cib.notes] == [
        "o names gone, but no resource, template or tag has that id: Pacemaker ignores it"
    ]


def test_two_tags_are_never_colocated(tmp_path):
    tags = '<tags><tag id="t"><obj_ref id="a"/></tag><tag id="u"><obj_ref id="b"/></tag></tags>'
    cib = made(
        tmp_path,
        dummies("a", "b"),
        '<rsc_colocation id="c" rsc="t" with-rsc="u" score="1"/>',
        more=tags,
    )
    assert cib.colocations == ()
    assert len(cib.notes) == 1


def test_an_id_that_stands_twice_is_noted_and_the_first_is_kept(tmp_path):
    cib = made(tmp_path, dummies("a") + '<primitive id="a" class="systemd" type="httpd"/>')
    assert cib.primitives["a"].agent == "ocf:pacemaker:Dummy"
    assert [note.message.split(":")[0].split(";")[0] for note in cib.notes] == [
        "id a is used twice"
    ]


def test_defaults_are_for_those_that_their_rule_names():
    cib = shape("defaults")
    assert cib.primitives["vip"].meta == {"resource-stickiness": "100", "migration-threshold": "1"}
    assert cib.primitives["keystone"].meta == {
        "resource-stickiness": "100",
        "migration-threshold": "3",
        "interleave": "true",
    }
    assert [(one.name, one.timeout, one.inherited) for one in cib.primitives["vip"].operations] == [
        ("monitor", 15, True)
    ]
    assert [(one.timeout, one.inherited) for one in cib.primitives["keystone"].operations] == [
        (20, False),
        (100, False),
        (120, False),
    ]
    assert cib.op_defaults == {"timeout": "90s"}
    assert [note.message.split()[0] for note in cib.notes] == ["rsc-defaults-night"]


def test_a_property_that_pacemaker_renamed_is_there_by_its_older_name(tmp_path):
    cib = made(tmp_path, properties='<nvpair id="f" name="fencing-enabled" value="false"/>')
    assert cib.properties == {"fencing-enabled": "false", "stonith-enabled": "false"}


def test_the_tools_own_set_of_properties_goes_first(tmp_path):
    sets = (
        '<cluster_property_set id="cib-bootstrap-options">'
        '<nvpair id="a" name="x" value="tools"/></cluster_property_set>'
        '<cluster_property_set id="own" score="99"><nvpair id="b" name="x" value="own"/>'
        "</cluster_property_set>"
    )
    cib = made(tmp_path, properties=f'</cluster_property_set>{sets}<cluster_property_set id="q">')
    assert cib.properties == {"x": "tools"}


def test_pairs_of_before_pacemaker_1_are_read(tmp_path):
    parameters = (
        '<instance_attributes id="i"><attributes>'
        '<nvpair id="n" name="ip" value="192.0.2.1"/></attributes></instance_attributes>'
    )
    cib = made(
        tmp_path,
        (
            f'<primitive id="a" class="ocf" provider="heartbeat" '
            f'type="IPaddr">{parameters}</primitive>'
        ),
    )
    assert cib.primitives["a"].parameters == {"ip": "192.0.2.1"}


def test_a_timeout_that_is_no_duration_is_noted(tmp_path):
    operations = '<operations><op id="o" name="stop" interval="0" timeout="soon"/></operations>'
    cib = made(tmp_path, f'<primitive id="a" class="systemd" type="x">{operations}</primitive>')
    assert cib.primitives["a"].operations[0].timeout is None
    assert [note.message for note in cib.notes] == ["timeout=soon of operation o is not a duration"]


def test_results_say_what_failed_where():
    failed = [one for one in shape("status").results if one.code]
    assert [(one.node, one.resource, one.operation, one.interval, one.code) for one in failed] == [
        ("ctl1", "httpd", "monitor", 10, 7)
    ]


def test_what_alerts_and_tickets_there_are():
    cib = shape("sets")
    assert cib.alerts == ("pager",)
    assert [(one.resource, one.ticket) for one in cib.tickets] == [("g", "berlin")]


@pytest.mark.slow
def test_sets_that_would_come_to_too_many_pairs_are_refused_where_they_stand(tmp_path):
    names = [f"r{number}" for number in range(800)]
    members = "".join(f'<resource_ref id="{name}"/>' for name in names)
    sets = "".join(
        f'<resource_set id="s{number}" sequential="false">{members}</resource_set>'
        for number in (1, 2)
    )
    with pytest.raises(UserError) as error:
        made(tmp_path, dummies(*names), f'<rsc_order id="o">{sets}</rsc_order>')
    assert "makes more than" in error.value.problems[0].message
    assert error.value.problems[0].fix
