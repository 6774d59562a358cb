import pytest

from tests.unit.pacemaker.cib.cibs import shape
from tests.unit.pacemaker.cib.test_units import primitive
from wsgigen.app.catalogue import services
from wsgigen.cluster.catalog_entry import catalog_entry


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("systemd:openstack-keystone", "keystone"),
        ("systemd:keystone.service", "keystone"),
        ("systemd:openstack-nova-api", "nova-api"),
        ("service:nova-api", "nova-api"),
        ("systemd:openstack-nova-metadata-api", "nova-metadata"),
        ("systemd:neutron-server", "neutron-api"),
        ("systemd:openstack-neutron-server", "neutron-api"),
        ("systemd:wsgi-placement", "placement"),
        ("systemd:httpd@keystone", "keystone"),
        ("systemd:apache2@nova-api", "nova-api"),
        ("ocf:openstack:nova-api", "nova-api"),
        ("systemd:openstack-cinder-volume", "cinder-volume"),
        ("systemd:heat-engine", "heat-engine"),
    ],
)
def test_the_agent_says_which_service_it_is(agent, name):
    found = catalog_entry(primitive(agent))
    assert (found.name, found.by_id) == (name, False)


@pytest.mark.parametrize("unit", ["{}", "{}.service"])
def test_each_unit_of_a_package_is_its_service(unit):
    """With the prefix `openstack-` of a distribution or without, as `zaqar-server` shows."""
    for service in services():
        for account in service.accounts.values():
            name = (account.unit or service.name).removesuffix(".service")
            for written in (name, name.removeprefix("openstack-")):
                found = catalog_entry(primitive(f"systemd:{unit.format(written)}"))
                assert (found.name, found.by_id) == (service.name, False), written


@pytest.mark.parametrize(
    "agent",
    [
        "systemd:haproxy",
        "ocf:heartbeat:galera",
        "ocf:heartbeat:Dummy",
        "ocf:heartbeat:openstack-cinder-volume",
        "upstart:keystone",
        "stonith:fence_ipmilan",
        "systemd:httpd",
    ],
)
def test_what_is_no_service_is_none(agent):
    assert catalog_entry(primitive(agent)) is None


def test_the_id_is_believed_where_the_agent_is_an_httpd():
    found = {name: catalog_entry(one) for name, one in shape("alias").primitives.items()}
    assert {name: (one.name, one.by_id) for name, one in found.items() if one} == {
        name: (name, True) for name in ("keystone", "nova-api", "glance-api")
    }


def test_a_companion_has_its_own_mode():
    assert catalog_entry(primitive("systemd:openstack-cinder-volume")).mode == "active-passive"
    assert catalog_entry(primitive("systemd:cinder-api")).mode == "active-active"


def test_a_companion_belongs_to_a_service():
    found = catalog_entry(primitive("systemd:openstack-cinder-volume"))
    assert (found.service.name, found.companion.name) == ("cinder-api", "cinder-volume")
