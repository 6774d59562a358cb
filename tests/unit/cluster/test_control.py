"""Which primitives control a unit now, and which will in a layout."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.check.judged import view
from wsgigen.cluster.view import ClusterView


def primitive(name: str, unit: str) -> str:
    return f'<primitive id="{name}" class="systemd" type="{unit}"/>'


def cluster(tmp_path: Path, *resources: str, **keys: Any) -> ClusterView:
    return view(tmp_path, keys or None, f"<resources>{''.join(resources)}</resources>")


def ids(view: ClusterView, units: str = "primitives_by_unit") -> list[tuple[str, str]]:
    """Return each unit, and the ids of the primitives that control it, as they are listed."""
    return [
        (unit, " ".join(primitive.id for primitive in primitives))
        for unit, primitives in getattr(view.control, units).items()
    ]


#: As they stand in the CIB: not sorted.
THREE = primitive("placement", "httpd"), primitive("keystone", "httpd"), primitive("x", "chronyd")


def test_units_and_their_primitives_are_listed_by_name(tmp_path):
    whole = cluster(tmp_path, *THREE)
    listed = [("chronyd.service", "x"), ("httpd.service", "keystone placement")]
    assert ids(whole) == listed
    assert ids(whole, "primitives_by_current_unit") == listed


def test_a_layout_moves_services_from_the_unit_that_they_have_now(tmp_path):
    whole = cluster(tmp_path, *THREE, layout="per-service", platform="el-9")
    assert ids(whole) == [
        ("chronyd.service", "x"),
        ("wsgi-keystone.service", "keystone"),
        ("wsgi-placement.service", "placement"),
    ]
    assert ids(whole, "primitives_by_current_unit") == [
        ("chronyd.service", "x"),
        ("httpd.service", "keystone placement"),
    ]


def test_fencing_devices_control_nothing(tmp_path):
    fence = '<primitive id="fence" class="stonith" type="fence_ipmilan"/>'
    assert ids(cluster(tmp_path, fence)) == []


@pytest.mark.parametrize(
    ("name", "services"),
    [
        ("keystone", ("keystone",)),
        ("g", ("placement", "keystone")),
        ("x", ()),
        ("absent", ()),
    ],
)
def test_the_services_of_a_name_are_those_of_its_primitives(tmp_path, name, services):
    group = f'<group id="g">{THREE[0]}{THREE[1]}</group>'
    whole = cluster(tmp_path, group, THREE[2], layout="single", platform="el-9")
    assert whole.control.services_of(name) == services


def test_a_service_of_several_primitives_is_told_once(tmp_path):
    members = primitive("one", "openstack-keystone"), primitive("two", "keystone")
    whole = cluster(tmp_path, f'<group id="g">{"".join(members)}</group>', layout="single")
    assert whole.control.services_of("g") == ("keystone",)


INSTANCE = {"components": "instance"}


@pytest.mark.parametrize(
    ("resources", "keys", "planned"),
    [
        pytest.param(THREE, {}, "keystone placement", id="one resource for each service"),
        pytest.param(
            (primitive("placement", "placement-api"), primitive("keystone", "keystone")),
            {"cluster": INSTANCE},
            "keystone",
            id="none names the unit yet: the first stands for all",
        ),
        pytest.param(
            (primitive("keystone", "keystone"), primitive("placement", "httpd")),
            {"cluster": INSTANCE},
            "placement",
            id="the one that names the unit stays",
        ),
        pytest.param(
            THREE, {"cluster": INSTANCE}, "keystone placement", id="all that name the unit stay"
        ),
        pytest.param((), {"cluster": INSTANCE}, "", id="none"),
    ],
)
def test_which_primitives_will_control_a_unit(tmp_path, resources, keys, planned):
    whole = cluster(tmp_path, *resources, layout="single", platform="el-9", **keys)
    will = whole.control.planned_primitives("httpd.service")
    assert " ".join(primitive.id for primitive in will) == planned


@pytest.mark.parametrize(
    ("unit", "manager", "migrated"),
    [
        ("httpd", "systemd", True),
        ("wsgi-keystone", "systemd", False),
        ("httpd", "pacemaker", False),
    ],
)
def test_what_moves_and_is_systemds_then_is_to_be_migrated(tmp_path, unit, manager, migrated):
    resources = primitive("keystone", unit)
    whole = cluster(tmp_path, resources, layout="per-service", platform="el-9", manager=manager)
    assert whole.control.to_be_migrated(whole.primitives[0]) is migrated


def test_what_controls_no_unit_or_none_of_the_plan_stays(tmp_path):
    dummy = '<primitive id="dummy" class="ocf" provider="heartbeat" type="Dummy"/>'
    whole = cluster(tmp_path, dummy, THREE[2], layout="per-service")
    assert [whole.control.to_be_migrated(primitive) for primitive in whole.primitives] == [
        False,
        False,
    ]
    assert whole.control.controlled_by(whole.primitives[0]) is None


@pytest.mark.parametrize(
    ("resources", "services"),
    [
        pytest.param(None, ("keystone", "placement"), id="made from the plan"),
        pytest.param(
            f"<resources>{primitive('keystone', 'wsgi-keystone')}</resources>",
            ("keystone",),
            id="read from a file",
        ),
    ],
)
def test_only_a_resource_that_is_made_for_an_instance_means_all_of_it(
    tmp_path, resources, services
):
    """Its name is also that of a service: the group is called after one."""
    groups = {"keystone": ["keystone", "placement"]}
    keys = {"layout": "grouped", "groups": groups, "cluster": INSTANCE, "manager": "pacemaker"}
    whole = view(tmp_path, keys, resources)
    assert whole.control.services_of("keystone") == services
