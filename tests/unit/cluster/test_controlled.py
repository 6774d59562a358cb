"""The unit and the services that a resource controls, with and without a profile."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.check.judged import view

ALL = ("keystone", "placement")
LAYOUTS = {"single": "apache2.service", "per-service": "wsgi-keystone.service"}


def primitive(name: str, agent: str, more: str = "") -> str:
    standard, *provider, kind = agent.split(":")
    vendor = f'provider="{provider[0]}"' if provider else ""
    return f'<primitive id="{name}" class="{standard}" {vendor} type="{kind}">{more}</primitive>'


def apache(name: str, file: str) -> str:
    value = f'<nvpair id="{name}-c" name="configfile" value="{file}"/>' if file else ""
    return primitive(
        name,
        "ocf:heartbeat:apache",
        f'<instance_attributes id="{name}-i">{value}</instance_attributes>',
    )


def drives(tmp_path: Path, resources: str, profile: dict[str, Any] | None = None) -> dict[str, Any]:
    whole = view(tmp_path, profile, f"<resources>{resources}</resources>")
    return {one.id: whole.control.controlled_by(one) for one in whole.primitives}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "agent",
    [
        "systemd:openstack-keystone",
        "systemd:keystone.service",
        "systemd:wsgi-keystone",
        "lsb:keystone",
    ],
)
def test_a_service_is_where_its_layout_puts_it_whatever_unit_it_has_today(tmp_path, layout, agent):
    found = drives(tmp_path, primitive("some", agent), {"layout": layout})["some"]
    assert (found.unit, found.services) == (LAYOUTS[layout], ("keystone",))
    assert found.moved == (found.current_unit != LAYOUTS[layout])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_the_platforms_own_httpd_the_id_says_which_service_is_meant(tmp_path, layout):
    found = drives(tmp_path, primitive("keystone", "systemd:apache2"), {"layout": layout})[
        "keystone"
    ]
    assert (found.unit, found.services) == (LAYOUTS[layout], ("keystone",))


def test_a_resource_that_is_called_after_no_service_is_all_that_its_unit_serves(tmp_path):
    assert (
        drives(tmp_path, primitive("httpd", "systemd:apache2"), {"layout": "single"})[
            "httpd"
        ].services
        == ALL
    )
    assert (
        drives(tmp_path, primitive("httpd", "systemd:apache2"), {"layout": "per-service"})[
            "httpd"
        ].services
        == ()
    )


def test_a_resource_of_a_service_of_the_profiles_own(tmp_path):
    services = {
        "reports": {"application": "reports.wsgi:application", "port": 9000, "user": "reports"}
    }
    found = drives(
        tmp_path, primitive("some", "systemd:reports"), {"layout": "single", "services": services}
    )["some"]
    assert (found.unit, found.current_unit, found.services) == (
        "apache2.service",
        "reports.service",
        ("reports",),
    )


def test_what_the_profile_does_not_have_stays_where_it_is(tmp_path):
    found = drives(
        tmp_path,
        primitive("n", "systemd:neutron-server")
        + primitive("v", "systemd:openstack-cinder-volume"),
        {},
    )
    assert [(one.unit, one.instance, one.services) for one in found.values()] == [
        ("neutron-server.service", None, ()),
        ("openstack-cinder-volume.service", None, ()),
    ]


def test_one_resource_for_an_instance_is_all_of_it_even_with_the_name_of_a_service(
    tmp_path,
):
    keys = {
        "layout": "grouped",
        "groups": {"keystone": list(ALL)},
        "manager": "pacemaker",
        "cluster": {"components": "instance"},
    }
    whole = view(tmp_path, keys, None)
    assert [whole.control.controlled_by(one).services for one in whole.primitives] == [ALL]


def test_without_a_profile_the_catalogue_says_what_it_can(tmp_path):
    found = drives(
        tmp_path,
        primitive("a", "systemd:openstack-keystone")
        + primitive("b", "systemd:httpd")
        + primitive("c", "systemd:sshd"),
    )
    assert {name: (one.unit, one.services) for name, one in found.items()} == {
        "a": ("openstack-keystone.service", ("keystone",)),
        "b": ("httpd.service", ()),
        "c": ("sshd.service", ()),
    }


@pytest.mark.parametrize(
    ("files", "units"),
    [
        (["/etc/httpd/conf/httpd.conf"], ["the httpd of /etc/httpd/conf/httpd.conf"]),
        (["/etc/apache2-one//apache2.conf"], ["the httpd of /etc/apache2-one/apache2.conf"]),
        (["/etc/httpd/./conf/httpd.conf", ""], ["the httpd of /etc/httpd/conf/httpd.conf"] * 2),
        (["", ""], ["the platform's httpd"] * 2),
    ],
)
def test_an_httpd_is_known_by_its_file(tmp_path, files, units):
    found = drives(
        tmp_path, "".join(apache(f"a{number}", file) for number, file in enumerate(files))
    )
    assert [one.unit for one in found.values()] == units


@pytest.mark.parametrize("file", ["", "/etc/httpd/conf/httpd.conf"])
def test_an_httpd_is_called_by_its_unit_if_any_resource_names_one(tmp_path, file):
    found = drives(tmp_path, apache("a", file) + primitive("b", "systemd:httpd"))
    assert [one.unit for one in found.values()] == ["httpd.service"] * 2


@pytest.mark.parametrize("file", ["", "/etc/apache2/apache2.conf"])
def test_or_if_the_plan_has_one(tmp_path, file):
    found = drives(
        tmp_path, apache("a", file) + apache("b", "/etc/wsgigen/keystone/httpd.conf"), {}
    )
    assert [(one.unit, one.services) for one in found.values()] == [
        ("apache2.service", ()),
        ("wsgi-keystone.service", ("keystone",)),
    ]


def test_a_bundle_has_its_namespace_to_itself_and_fencing_drives_nothing(tmp_path):
    bundle = (
        '<bundle id="x"><podman image="i"/>'
        + primitive("keystone", "systemd:apache2")
        + "</bundle>"
    )
    found = drives(tmp_path, bundle + primitive("f", "stonith:fence_ipmilan"), {"layout": "single"})
    assert found == {"keystone": None}
