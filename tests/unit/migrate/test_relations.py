"""Constraints, groups and shared units relate a resource to the rest of its cluster."""

from pathlib import Path

import pytest

from tests.unit.check.judged import view
from tests.unit.migrate.test_recommendation import KEYSTONE, NOVA, VIP, VOLUME, cib
from wsgigen.migrate.relations import Relations, relations_by_resource

PLACEMENT = (
    '<clone id="placement-clone"><primitive id="placement" class="systemd" type="httpd"/></clone>'
)
NOVA_AND_GLANCE = (
    '<primitive id="a" class="systemd" type="openstack-nova-api"/>'
    '<primitive id="b" class="systemd" type="openstack-glance-api"/>'
)


def meta(name: str, value: str) -> str:
    return (
        f'<meta_attributes id="m"><nvpair id="n" name="{name}" value="{value}"/></meta_attributes>'
    )


def test_it_is_bound_by_constraints_and_by_who_drives_its_unit(tmp_path: Path) -> None:
    constraints = (
        '<rsc_order id="o" first="keystone-clone" then="cinder-volume"/>'
        '<rsc_location id="l" rsc="keystone-clone" node="a" score="1"/>'
    )
    found = relations_by_resource(
        view(tmp_path, None, cib(KEYSTONE, PLACEMENT, VOLUME, constraints=constraints))
    )
    assert found["keystone-clone"] == Relations(
        units=("httpd.service",),
        systemd_units=("httpd.service",),
        shares_unit_with=("placement-clone",),
        constraints=("l", "o"),
        stays_but_constrained=("cinder-volume",),
    )
    assert (found["cinder-volume"].constraints, found["cinder-volume"].stays_but_constrained) == (
        ("o",),
        ("keystone-clone",),
    )


def test_a_clone_of_a_group_drives_the_units_of_all_its_members(tmp_path: Path) -> None:
    found = relations_by_resource(
        view(tmp_path, None, cib(f'<clone id="c"><group id="g">{NOVA_AND_GLANCE}</group></clone>'))
    )
    assert (
        found["c"].units
        == found["c"].systemd_units
        == ("openstack-glance-api.service", "openstack-nova-api.service")
    )
    assert found["c"].companions == (), "what is cloned stops as a whole"


def test_the_other_members_of_a_group_go_where_it_goes(tmp_path: Path) -> None:
    members = f'<primitive id="keystone" class="systemd" type="httpd"/>{VIP}'
    found = relations_by_resource(view(tmp_path, None, cib(f'<group id="g">{members}</group>')))
    assert {name: one.companions for name, one in found.items()} == {
        "keystone": ("vip",),
        "vip": ("keystone",),
    }


def test_a_constraint_on_its_group_binds_a_member(tmp_path: Path) -> None:
    constraints = '<rsc_order id="o" first="g" then="cinder-volume"/>'
    found = relations_by_resource(
        view(
            tmp_path,
            None,
            cib(f'<group id="g">{NOVA_AND_GLANCE}</group>', VOLUME, constraints=constraints),
        )
    )
    assert (found["a"].constraints, found["a"].stays_but_constrained) == (
        ("o",),
        ("b", "cinder-volume"),
    )


def test_a_set_is_one_constraint_with_all_that_it_names(tmp_path: Path) -> None:
    refs = "".join(
        f'<resource_ref id="{name}"/>'
        for name in ("keystone-clone", "nova-api-clone", "cinder-volume")
    )
    constraints = f'<rsc_order id="o"><resource_set id="s">{refs}</resource_set></rsc_order>'
    found = relations_by_resource(
        view(tmp_path, None, cib(KEYSTONE, NOVA, VOLUME, constraints=constraints))
    )
    assert found["keystone-clone"].stays_but_constrained == ("cinder-volume", "nova-api-clone")


@pytest.mark.parametrize(
    ("config", "inner", "why"),
    [
        pytest.param({}, "", "", id="managed"),
        pytest.param({}, meta("is-managed", "false"), "is-managed=false", id="not managed"),
        pytest.param({}, meta("is-managed", "true"), "", id="managed as is said"),
        pytest.param({}, meta("maintenance", "true"), "maintenance=true", id="in maintenance"),
        pytest.param(
            {"maintenance-mode": "true"},
            "",
            "maintenance-mode=true",
            id="the whole cluster in maintenance",
        ),
        pytest.param(
            {"is-managed-default": "false"},
            "",
            "is-managed=false",
            id="nothing managed unless it is said",
        ),
        pytest.param(
            {"is-managed-default": "false"},
            meta("is-managed", "true"),
            "",
            id="the only one that is managed",
        ),
    ],
)
def test_what_pacemaker_does_not_manage_is_named(
    tmp_path: Path, config: dict[str, str], inner: str, why: str
) -> None:
    pairs = (
        f'<nvpair id="p-{name}" name="{name}" value="{value}"/>' for name, value in config.items()
    )
    options = (
        f'<crm_config><cluster_property_set id="p">{"".join(pairs)}</cluster_property_set>'
        "</crm_config>"
    )
    resource = (
        f'<clone id="nova-api-clone">{inner}<primitive id="nova-api" class="systemd" '
        f'type="openstack-nova-api"/></clone>'
    )
    assert (
        relations_by_resource(view(tmp_path, None, options + cib(resource)))[
            "nova-api-clone"
        ].unmanaged
        == why
    )


def test_with_a_profile_systemd_starts_the_unit_of_its_layout(tmp_path: Path) -> None:
    found = relations_by_resource(view(tmp_path, {}, cib(KEYSTONE, PLACEMENT)))
    assert found["keystone-clone"].units == ("httpd.service",)
    assert found["keystone-clone"].systemd_units == ("wsgi-keystone.service",)


def test_what_nothing_binds_says_so(tmp_path: Path) -> None:
    anchor = (
        '<clone id="x-clone">'
        '<primitive id="x" class="ocf" provider="heartbeat" type="Dummy"/></clone>'
    )
    assert relations_by_resource(view(tmp_path, None, cib(anchor)))["x-clone"] == Relations()
