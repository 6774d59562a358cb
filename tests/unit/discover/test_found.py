from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tests.unit.check.judged import view
from wsgigen.app.catalogue import services
from wsgigen.catalog.choices import Family
from wsgigen.discover.found import Found, Unknown, of_cib, of_packages, of_vhosts
from wsgigen.discover.vhosts import Mounted
from wsgigen.errors import Location
from wsgigen.pacemaker.cib.document import read_document
from wsgigen.pacemaker.cib.load import interpret

_LOCATION = Location("a.conf", 3)


def served(script: str, **more: Any) -> Any:
    (found,) = of_vhosts(
        [Mounted(PurePosixPath(script), _LOCATION, **more)], Family.DEBIAN, services()
    )
    return found


@pytest.mark.parametrize(
    ("script", "service"),
    [
        ("/usr/bin/keystone-wsgi-public", "keystone"),
        ("/usr/bin/placement-api", "placement"),
        ("/usr/bin/nova-api-wsgi", "nova-api"),
        ("/usr/bin/nova-metadata-wsgi", "nova-metadata"),
        ("/usr/bin/cinder-wsgi", "cinder-api"),
        ("/usr/bin/heat-wsgi-api", "heat-api"),
        ("/usr/bin/heat-wsgi-api-cfn", "heat-api-cfn"),
        ("/var/www/cgi-bin/keystone/main", "keystone"),
        ("/usr/share/openstack-dashboard/wsgi.py", "horizon"),
        ("/usr/share/wsgigen/wsgi/octavia-api.wsgi", "octavia-api"),
    ],
)
def test_scripts_of_distributions_and_deployment_tools(script, service):
    assert served(script).service == service


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_every_service_is_known_by_its_own_name(service):
    found = served(f"/usr/bin/{service.name}")
    assert (found.service, found.why, found.keys, found.omitted) == (
        service.name,
        "a.conf:3",
        {},
        (),
    )


def test_a_group_names_a_service_where_its_script_does_not():
    assert served("/srv/app.wsgi", group="glance-api").service == "glance-api"


def test_what_a_vhost_says_is_kept_with_what_the_catalogue_says_of_it():
    options = {
        "processes": "3",
        "threads": "1",
        "user": "ks",
        "group": "keystone",
        "python-home": "/opt/ks",
        "display-name": "x",
    }
    found = served("/usr/bin/keystone", port="5000", options=options)
    assert found.keys == {
        "port": 5000,
        "processes": 3,
        "threads": 1,
        "user": "ks",
        "group": "keystone",
        "venv": "/opt/ks",
    }
    assert found.catalog_defaults == {"port": 5000, "user": "keystone", "group": "keystone"}


@pytest.mark.parametrize(
    ("options", "omitted"),
    [
        ({"processes": "0"}, "processes: 0 is not a number of processes"),
        (
            {"threads": "99999999999999999999"},
            'threads: "99999999999999999999" is not a number of threads',
        ),
        (
            {"threads": "\N{SUPERSCRIPT TWO}"},
            'threads: "\N{SUPERSCRIPT TWO}" is not a number of threads',
        ),
        ({"processes": "${N}"}, 'processes: "${N}" is not a number of processes'),
        ({"user": "root"}, "user: root would run the application with every right on the machine"),
        ({"user": "#1000"}, 'user: "#1000" is not a user or group name'),
        ({"python-home": "opt"}, 'venv: "opt" is not an absolute path of plain characters'),
    ],
)
def test_what_no_profile_holds_is_left_out_with_the_reason(options, omitted):
    found = served("/usr/bin/keystone", options=options)
    assert (found.keys, found.omitted) == ({}, (omitted,))


def test_another_application_is_unknown():
    assert served("/srv/reports/reports.wsgi") == Unknown("/srv/reports/reports.wsgi", "a.conf:3")
    unknown = served("/srv/wsgi.py", port="8080", options={"user": "rep", "threads": "0"})
    assert unknown == Unknown("/srv/wsgi.py", "a.conf:3", (("port", 8080), ("user", "rep")))


def test_what_is_unknown_hides_nothing_behind_it():
    mounts = [Mounted(PurePosixPath(f"/srv/{name}.wsgi"), _LOCATION) for name in ("x", "keystone")]
    unknown, found = of_vhosts(mounts, Family.EL, services())
    assert isinstance(unknown, Unknown)
    assert isinstance(found, Found)


def test_packages_of_the_platforms_family():
    installed = {"openstack-keystone", "placement-api", "bash"}
    assert list(of_packages(installed, Family.EL, services())) == [
        Found("keystone", "package openstack-keystone", {})
    ]
    assert list(of_packages(installed, Family.DEBIAN, services())) == [
        Found("placement", "package placement-api", {})
    ]


def test_without_a_platform_no_package_is_known():
    assert list(of_packages({"openstack-keystone", "placement-api"}, None, services())) == []


def managed(tmp_path: Path, *primitives: str) -> list[Found]:
    """Return what is found in a CIB with *primitives*: a line of the file each, from line 2 on."""
    path = tmp_path / "cib.xml"
    lines = "".join(f"\n<primitive {primitive}/>" for primitive in primitives)
    path.write_text(
        '<cib validate-with="pacemaker-3.9" epoch="1" num_updates="0" admin_epoch="0"><configuration><crm_config/><nodes/>'
        f"<resources>{lines}</resources><constraints/></configuration><status/></cib>"
    )
    return list(of_cib(interpret(read_document(path)), services()))


def test_units_that_a_cluster_manages(tmp_path):
    found = managed(
        tmp_path,
        'id="vip" class="ocf" type="IPaddr2" provider="heartbeat"',
        'id="p_nova" class="systemd" type="openstack-nova-api"',
        'id="keystone" class="systemd" type="wsgi-keystone"',
        'id="db" class="systemd" type="mariadb"',
    )
    keys = {"manager": "pacemaker"}
    assert found == [
        Found("nova-api", f"{tmp_path}/cib.xml:3:1", keys),
        Found("keystone", f"{tmp_path}/cib.xml:4:1", keys),
    ]


def test_where_no_file_says_where_a_primitive_is_its_id_does(tmp_path):
    planned = view(tmp_path, {"manager": "pacemaker", "services": {"keystone": {}}}, None)
    assert list(of_cib(planned.cib, services())) == [
        Found("keystone", "keystone", {"manager": "pacemaker"})
    ]


@pytest.mark.parametrize(
    ("primitive", "service"),
    [
        ('id="a" class="service" type="openstack-nova-api"', "nova-api"),
        ('id="a" class="lsb" type="openstack-nova-api"', "nova-api"),
        ('id="a" class="upstart" type="openstack-nova-api"', None),
        ('id="a" class="systemd" type="openstack-nova-api.service"', "nova-api"),
        ('id="nova-api" class="systemd" type="httpd"', "nova-api"),
        ('id="nova-api" class="systemd" type="glance"', "glance-api"),
    ],
)
def test_a_service_is_known_by_the_unit_that_an_init_system_starts(tmp_path, primitive, service):
    assert [found.service for found in managed(tmp_path, primitive)] == [service][: bool(service)]
