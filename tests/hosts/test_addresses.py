"""Handovers of httpds that listen in every way: one socket for IPv4 and IPv6, several addresses and ports, TLS beside."""

from contextlib import ExitStack

import pytest

from tests.hosts.deployed import deploy, start
from tests.hosts.host import Host, Lab
from tests.hosts.load import load
from tests.hosts.test_handover import certify, main_pid, reload
from tests.hosts.tree import DEBIAN_12, DEBIAN_13

_RUNS = 5
#: The addresses that a service listens on, and those at which it is asked; `HOST` is the host's own.
_WAYS = {
    "both": (["*"], ["127.0.0.1", "[::1]", "HOST"]),
    "several": (["HOST", "127.0.0.1", "::1"], ["HOST", "127.0.0.1", "[::1]"]),
    "six": (["::1"], ["[::1]"]),
}
_PORTS = {name: 8010 + number for number, name in enumerate(_WAYS)}


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def host(request: pytest.FixtureRequest, here: Lab) -> Host:
    (made,) = here.hosts(request.param, f"addresses-{request.param.name}")
    certify(made, "first")
    keys = 'application: "hello:application", user: hello, python_path: [/srv/apps], drain: 10s'
    services = {}
    for name, (listens, _) in _WAYS.items():
        addresses = ", ".join(f'"{address}"' for address in listens).replace("HOST", made.address)
        services[name] = f"{{{keys}, port: {_PORTS[name]}, listen: [{addresses}]}}"
    tls = "tls: {certificate: /etc/tls.pem, key: /etc/tls.key}"
    services["secure"] = f"{{{keys}, port: 8020, {tls}, listen: [127.0.0.1, '::1']}}"
    deploy(made, "per-service", services=services)
    start(made)
    return made


def hand_over(host: Host, name: str, urls: list[str]) -> None:
    pids = {main_pid(host, name)}
    with ExitStack() as stack:
        loads = [stack.enter_context(load(host, url)) for url in urls]
        for _ in range(_RUNS):
            assert reload(host, name).returncode == 0, host.journal()
            pids.add(main_pid(host, name))
    assert len(pids) == _RUNS + 1
    for seen in loads:
        assert seen.answered > 0
        assert seen.lost == 0, seen.printed
    assert sum(seen.rate for seen in loads) >= 300


@pytest.mark.parametrize("name", _WAYS)
def test_nothing_is_lost_at_any_address(host, name):
    addresses = [one.replace("HOST", host.address) for one in _WAYS[name][1]]
    hand_over(host, name, [f"http://{address}:{_PORTS[name]}/" for address in addresses])


def test_nothing_is_lost_at_any_address_with_tls(host):
    hand_over(host, "secure", ["https://127.0.0.1:8020/", "https://[::1]:8020/"])


def test_an_instance_of_several_ports_hands_all_of_them_over(here):
    """One httpd, two services, one of them with TLS."""
    (host,) = here.hosts(DEBIAN_13, "addresses-grouped")
    certify(host, "first")
    tls = "tls: {certificate: /etc/tls.pem, key: /etc/tls.key}"
    keys = 'application: "hello:application", user: hello, python_path: [/srv/apps], drain: 10s'
    services = {"plain": f"{{{keys}, port: 8021}}", "secure": f"{{{keys}, port: 8020, {tls}}}"}
    deploy(host, "grouped", services=services)
    start(host)
    urls = ["http://127.0.0.1:8021/", "https://127.0.0.1:8020/", "http://[::1]:8021/"]
    hand_over(host, "others", urls)
