"""Virtual addresses, and where sites listen."""

import pytest

from tests.unit.check.judged import view
from tests.unit.given import planned
from wsgigen.cluster.addresses import listen_addresses, listen_key, virtual_addresses


def holder(name: str, agent: str, **parameters: str) -> str:
    standard, *provider, kind = agent.split(":")
    vendor = f'provider="{provider[0]}"' if provider else ""
    pairs = "".join(
        f'<nvpair id="{name}-{key}" name="{key}" value="{value}"/>'
        for key, value in parameters.items()
    )
    return (
        f'<primitive id="{name}" class="{standard}" {vendor} type="{kind}">'
        f'<instance_attributes id="{name}-i">{pairs}</instance_attributes></primitive>'
    )


@pytest.mark.parametrize(
    ("agent", "parameters", "expected"),
    [
        ("ocf:heartbeat:IPaddr2", {"ip": "10.0.0.2"}, "10.0.0.2"),
        ("ocf:heartbeat:IPaddr", {"ip": "10.0.0.2"}, "10.0.0.2"),
        ("ocf:heartbeat:IPv6addr", {"ipv6addr": "fd00::2"}, "fd00::2"),
        ("ocf:heartbeat:IPaddr2", {"ip": " 10.0.0.2 "}, "10.0.0.2"),
        ("ocf:heartbeat:IPaddr2", {"ip": "10.0.0.2/24"}, "10.0.0.2"),
        ("ocf:heartbeat:IPv6addr", {"ipv6addr": "FD00:0::2/64"}, "fd00::2"),
        ("ocf:heartbeat:IPaddr2", {"ip": "10.0.0.2", "ipv6addr": "fd00::2"}, "10.0.0.2"),
        ("ocf:heartbeat:IPaddr2", {"ip": "controller"}, None),
        ("ocf:heartbeat:IPaddr2", {"ip": ""}, None),
        ("ocf:heartbeat:IPaddr2", {"cidr_netmask": "24"}, None),
        ("ocf:heartbeat:IPsrcaddr", {"ip": "10.0.0.2"}, None),
        ("lsb:IPaddr2", {"ip": "10.0.0.2"}, None),
    ],
)
def test_an_agent_of_addresses_moves_the_one_that_it_is_given(
    tmp_path, agent, parameters, expected
):
    resources = f"<resources>{holder('vip', agent, **parameters)}</resources>"
    found = virtual_addresses(view(tmp_path, None, resources))
    assert {address: moved.id for address, moved in found.items() if moved} == (
        {expected: "vip"} if expected else {}
    )


def test_of_two_holders_of_one_address_the_first_is_told(tmp_path):
    two = "".join(holder(name, "ocf:heartbeat:IPaddr2", ip="10.0.0.2") for name in ("b", "a"))
    (moved,) = virtual_addresses(view(tmp_path, None, f"<resources>{two}</resources>")).values()
    assert moved
    assert moved.id == "b"


def test_an_address_of_the_profile_has_no_holder_unless_the_cib_has_one(tmp_path):
    keys = {"cluster": {"virtual_addresses": ["10.0.0.2", "10.0.0.3"]}}
    resources = f"<resources>{holder('vip', 'ocf:heartbeat:IPaddr2', ip='10.0.0.2')}</resources>"
    found = virtual_addresses(view(tmp_path, keys, resources))
    assert {address: moved.id if moved else None for address, moved in found.items()} == {
        "10.0.0.2": "vip",
        "10.0.0.3": None,
    }


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        (None, ["*"]),
        ("10.0.0.11", ["10.0.0.11"]),
        ("fd00::2", ["fd00::2"]),
        (["10.0.0.11", "fd00::2"], ["10.0.0.11", "fd00::2"]),
    ],
)
def test_what_a_site_listens_on_has_neither_port_nor_brackets(tmp_path, listen, expected):
    site, _ = planned(tmp_path, listen=listen).sites
    assert list(listen_addresses(site)) == expected


def test_the_key_is_the_services_where_it_says_so_itself(tmp_path):
    services = {"keystone": {"listen": "10.0.0.12"}, "placement": {}}
    whole = view(tmp_path, {"listen": "10.0.0.11", "services": services}, None)
    assert [listen_key(whole, site) for site in whole.sites] == [
        ("services", "keystone", "listen"),
        ("listen",),
    ]
