"""Who keeps what."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.unit.check.judged import view
from wsgigen.migrate.recommendation import recommendations

VIP = '<primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2"/>'
HAPROXY = (
    '<clone id="haproxy-clone"><primitive id="haproxy" class="systemd" type="haproxy"/></clone>'
)
KEYSTONE = (
    '<clone id="keystone-clone"><primitive id="keystone" class="systemd" type="httpd"/></clone>'
)
NOVA = (
    '<clone id="nova-api-clone">'
    '<primitive id="nova-api" class="systemd" type="openstack-nova-api"/></clone>'
)
VOLUME = '<primitive id="cinder-volume" class="systemd" type="openstack-cinder-volume"/>'


def clone(name: str, agent: str, more: str = "") -> str:
    return f'<clone id="{name}-clone">{more}<primitive id="{name}" {agent}/></clone>'


def cib(*resources: str, constraints: str = "") -> str:
    return f"<resources>{''.join(resources)}</resources><constraints>{constraints}</constraints>"


@pytest.mark.parametrize(
    ("resource", "manager"),
    [
        pytest.param(KEYSTONE, "systemd", id="a service of the catalogue by its name, in an httpd"),
        pytest.param(NOVA, "systemd", id="a service of the catalogue by its unit"),
        pytest.param(
            '<primitive id="n" class="systemd" type="openstack-nova-api"/>',
            "systemd",
            id="on one node by habit",
        ),
        pytest.param(
            clone("h", 'class="systemd" type="openstack-heat-engine"'),
            "systemd",
            id="a daemon of a service",
        ),
        pytest.param(
            clone("m", 'class="systemd" type="memcached"'), "systemd", id="what TripleO took out"
        ),
        pytest.param(
            clone("w", 'class="systemd" type="httpd"'),
            "systemd",
            id="an httpd that runs everywhere",
        ),
        pytest.param(
            '<primitive id="w" class="systemd" type="httpd"/>',
            "pacemaker",
            id="an httpd on one node",
        ),
        pytest.param(VOLUME, "pacemaker", id="a daemon that may run once"),
        pytest.param(VIP, "pacemaker", id="an address"),
        pytest.param(
            clone("r", 'class="ocf" provider="heartbeat" type="rabbitmq-cluster"'),
            "pacemaker",
            id="a cluster of its own",
        ),
        pytest.param(
            '<master id="s-m"><primitive id="s" class="ocf" provider="x" type="y"/></master>',
            "pacemaker",
            id="promoted",
        ),
        pytest.param(
            clone(
                "n",
                'class="systemd" type="x"',
                (
                    '<meta_attributes id="a"><nvpair id="b" name="clone-max" value="1"/>'
                    "</meta_attributes>"
                ),
            ),
            "pacemaker",
            id="a clone that runs once",
        ),
        pytest.param(
            clone("openstack-core", 'class="ocf" provider="heartbeat" type="Dummy"'),
            "nobody",
            id="an anchor",
        ),
        pytest.param(
            clone("keystone", 'class="ocf" provider="pacemaker" type="Dummy"'),
            "nobody",
            id="an anchor called keystone",
        ),
        pytest.param(
            '<primitive id="g" class="ocf" provider="pacemaker" type="Dummy">'
            '<meta_attributes id="a">'
            '<nvpair id="b" name="remote-node" value="guest"/></meta_attributes></primitive>',
            "pacemaker",
            id="a guest node",
        ),
        pytest.param(
            clone("x", 'class="systemd" type="own"'), "unknown", id="a clone that nobody knows"
        ),
        pytest.param(
            '<primitive id="x" class="systemd" type="own"/>',
            "pacemaker",
            id="one that nobody knows",
        ),
        pytest.param(
            (
                '<bundle id="b"><podman image="i"/>'
                '<primitive id="x" class="ocf" provider="x" type="y"/></bundle>'
            ),
            "unknown",
            id="a container",
        ),
        pytest.param(HAPROXY, "systemd", id="a balancer on its own"),
    ],
)
def test_who_keeps_it(tmp_path: Path, resource: str, manager: str) -> None:
    (verdict,) = recommendations(view(tmp_path, None, cib(resource)))
    assert verdict.manager == manager
    assert verdict.why


def test_a_balancer_that_places_an_address_stays(tmp_path: Path) -> None:
    tie = '<rsc_colocation id="c" rsc="vip" with-rsc="haproxy-clone" score="INFINITY"/>'
    verdicts = {
        one.resource: one
        for one in recommendations(view(tmp_path, None, cib(VIP, HAPROXY, constraints=tie)))
    }
    assert verdicts["haproxy-clone"].manager == "pacemaker"


def test_of_a_cloned_group_the_member_that_stays_decides(tmp_path: Path) -> None:
    members = (
        '<primitive id="a" class="systemd" type="openstack-nova-api"/>'
        '<primitive id="b" class="ocf" provider="heartbeat" type="galera"/>'
    )
    (verdict,) = recommendations(
        view(tmp_path, None, cib(f'<clone id="c"><group id="g">{members}</group></clone>'))
    )
    assert (verdict.resource, verdict.manager) == ("c", "pacemaker")


def test_a_recommendation_has_the_services_and_ties_of_its_resource(tmp_path: Path) -> None:
    nova, volume = recommendations(view(tmp_path, None, cib(VOLUME, NOVA)))[::-1]
    assert (nova.services, nova.relations.units) == (("nova-api",), ("openstack-nova-api.service",))
    assert (volume.services, volume.relations.units) == (
        ("cinder-volume",),
        ("openstack-cinder-volume.service",),
    )


def test_the_order_of_the_document_does_not_matter(tmp_path: Path) -> None:
    ways = [
        view(tmp_path, None, cib(*resources))
        for resources in ((KEYSTONE, NOVA, VIP), (VIP, NOVA, KEYSTONE))
    ]
    first, second = (recommendations(whole) for whole in ways)
    assert [(one.resource, one.manager, one.why, one.relations) for one in first] == [
        (one.resource, one.manager, one.why, one.relations) for one in second
    ]


TIED = '<rsc_colocation id="c" rsc="{}" with-rsc="{}" score="{}"/>'
OLD_VIP = VIP.replace("IPaddr2", "IPaddr")
OTHER = '<primitive id="other" class="ocf" provider="pacemaker" type="Dummy"/>'


@pytest.mark.parametrize(
    ("resources", "constraint", "manager"),
    [
        ((VIP, HAPROXY), TIED.format("vip", "haproxy-clone", "INFINITY"), "pacemaker"),
        ((VIP, HAPROXY), TIED.format("haproxy-clone", "vip", "INFINITY"), "pacemaker"),
        ((OLD_VIP, HAPROXY), TIED.format("vip", "haproxy-clone", "INFINITY"), "pacemaker"),
        ((VIP, HAPROXY), TIED.format("vip", "haproxy-clone", "999999"), "systemd"),
        ((VIP, HAPROXY), "", "systemd"),
        ((OTHER, HAPROXY), TIED.format("other", "haproxy-clone", "INFINITY"), "systemd"),
        ((VIP, OTHER, HAPROXY), TIED.format("vip", "other", "INFINITY"), "systemd"),
    ],
)
def test_a_balancer_stays_only_where_an_address_must_be_where_it_is(
    tmp_path: Path, resources: tuple[str, ...], constraint: str, manager: str
) -> None:
    found = recommendations(view(tmp_path, None, cib(*resources, constraints=constraint)))
    assert {one.resource: one.manager for one in found}["haproxy-clone"] == manager


MEMBERS = {
    "nobody": '<primitive id="n" class="ocf" provider="pacemaker" type="Dummy"/>',
    "systemd": '<primitive id="s" class="systemd" type="openstack-nova-api"/>',
    "unknown": '<primitive id="u" class="systemd" type="nobody-knows-it"/>',
    "pacemaker": '<primitive id="p" class="ocf" provider="heartbeat" type="galera"/>',
}


@pytest.mark.parametrize(("easier", "harder"), [*pairwise(MEMBERS)])
def test_of_a_cloned_group_the_member_that_is_harder_to_move_decides(
    tmp_path: Path, easier: str, harder: str
) -> None:
    for names in ((easier, harder), (harder, easier)):
        group = "".join(MEMBERS[name] for name in names)
        (verdict,) = recommendations(
            view(tmp_path, None, cib(f'<clone id="c"><group id="g">{group}</group></clone>'))
        )
        assert verdict.manager == harder
