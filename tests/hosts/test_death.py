"""kill -9 of httpd's main process: how soon a client is answered again.

No figure is asserted, but that every death is answered; docs/evidence.md has them.
"""

import time
from statistics import mean

import pytest

from tests.hosts.deployed import PORTS, Clients, deploy, start, unit
from tests.hosts.evidence import Row, keep
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, DEBIAN_13

RUNS = 20
#: Seconds between a death and the next: no more than the unit's StartLimitBurst= allows.
_PAUSE = 1


@pytest.fixture(scope="module", params=["single", "grouped", "per-service"])
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def host(request: pytest.FixtureRequest, here: Lab, layout: str) -> Host:
    (made,) = here.hosts(request.param, f"death-{request.param.name}-{layout}")
    deploy(made, layout)
    start(made)
    return made


def main_pid(host: Host, name: str) -> str:
    return host.says("systemctl", "show", "--property=MainPID", "--value", name)


def test_every_death_is_answered(host, layout):
    """Deaths apart from each other: each is the first one, for which nobody waits."""
    name = unit(host, layout, "hello")
    seconds: list[float] = []
    with Clients(host, {PORTS["hello"]: ""}, gap=0.005, timeout=2) as clients:
        for _ in range(RUNS):
            host.until(lambda: is_active(host, name), "an active unit", 30)
            host.run("rm", "-f", f"/run/wsgigen-brake/{name}.service")
            time.sleep(_PAUSE)
            old, pid = answered_by(clients), main_pid(host, name)
            host.run("kill", "-9", pid)
            killed = time.monotonic()
            seconds.append(answered(clients, killed, old))
    figures = {
        "runs": str(RUNS),
        "mean": f"{mean(seconds):.3f} s",
        "worst": f"{max(seconds):.3f} s",
    }
    keep(Row("deaths", {"host": host.kind.name, "layout": layout}, figures))


def answered(clients: Clients, killed: float, old: frozenset[str]) -> float:
    """Return the seconds from *killed* to the first answer of a process that is none of *old*."""
    while time.monotonic() < killed + 30:
        seconds = clients.again(PORTS["hello"], killed, old)
        if seconds is not None:
            return seconds
        time.sleep(0.05)
    raise AssertionError("no answer of new processes in 30 s")


def test_what_watches_the_service_still_does(host):
    """systemd starts a timer with its instance, and refuses the sixth start in 10 s by default."""
    command = ("systemctl", "list-units", "--plain", "--no-legend", "wsgi-probe@*.timer")

    def states() -> list[str]:
        return [line.split()[2] for line in host.says(*command).splitlines()]

    host.until(lambda: states() == ["active"] * 2, "a timer for each service", 30)
    assert host.says("systemctl", "list-units", "--failed", "--no-legend", "wsgi-*") == ""


def is_active(host: Host, name: str) -> bool:
    return host.says("systemctl", "is-active", name) == "active"


def answered_by(clients: Clients) -> frozenset[str]:
    """Return the pids of the processes that answered so far."""
    return frozenset(one.words for one in clients.of(PORTS["hello"]) if one.status == 200)
