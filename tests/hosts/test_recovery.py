"""How long a service is gone: systemd against Pacemaker, after the processes died and after they hang.

Each way has 21 services with an httpd each on one host, and each of them gets its fault once, at a random moment. What is
measured goes to docs/evidence.md, beside what `wsgigen check` says; no figure is asserted, but that they come back, or never do.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, quantiles

import pytest

from tests.hosts.cluster import cluster
from tests.hosts.deployed import Clients, install, start, write_applications
from tests.hosts.evidence import Row, keep
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, HERE

NAMES = [f"s{number:02}" for number in range(1, 22)]
PORTS = {name: 8100 + number for number, name in enumerate(NAMES, 1)}
GONE, HANGS = "httpd is gone", "the API hangs"
_OPERATIONS = "op monitor interval={interval}s timeout=20s op start interval=0 timeout=120s op stop interval=0 timeout=100s"


@dataclass(frozen=True)
class Way:
    """Who looks after the services, and how; `interval` is that of a resource's monitor in seconds."""

    name: str
    manager: str
    interval: int = 0
    agent: str = ""
    #: Mean seconds between two faults, so that recoveries seldom overlap: Pacemaker begins none before those under way are over.
    pace: float = 4


WAYS = (
    Way("systemd, Restart= and the probe", "systemd"),
    Way("Pacemaker, systemd: resource, monitor 10 s", "pacemaker", 10, "systemd"),
    Way("Pacemaker, systemd: resource, monitor 60 s", "pacemaker", 60, "systemd", 6),
    Way("Pacemaker, ocf:heartbeat:apache with statusurl, monitor 10 s", "pacemaker", 10, "ocf", 30),
)


def profile(way: Way) -> str:
    lines = [
        "wsgigen: 1",
        "layout: per-service",
        "platform: debian-12",
        "server_name: ctl.example.org",
        f"manager: {way.manager}",
    ]
    if way.interval:
        lines.append(f"cluster: {{monitor_interval: {way.interval}s}}")
    keys = 'application: "hello:application", user: hello, python_path: [/srv/apps], processes: 1, drain: 10s'
    return "\n".join(
        (*lines, "services:", *(f"  {name}: {{{keys}, port: {PORTS[name]}}}" for name in NAMES), "")
    )


def resources(way: Way) -> Iterator[str]:
    for name in NAMES:
        operations = _OPERATIONS.format(interval=way.interval)
        if way.agent == "systemd":
            yield f"primitive {name} systemd:wsgi-{name} {operations}"
        else:
            url = f"http://127.0.0.1:{PORTS[name]}/"
            where = f"configfile=/etc/wsgigen/{name}/httpd.conf httpd=/usr/sbin/apache2 statusurl={url} testregex='^[0-9]+$'"
            yield f"primitive {name} ocf:heartbeat:apache params {where} {operations}"


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    return found


@pytest.fixture(scope="module")
def host(way: Way, here: Lab) -> Iterator[Host]:
    """A host where all services run, of which only it is left running."""
    name = f"recovery{WAYS.index(way)}"
    if way.interval:
        made = cluster(here, DEBIAN_12, name)
        (host,) = made.hosts
    else:
        (host,) = here.hosts(DEBIAN_12, name)
    write_applications(host)
    install(host, profile(way))
    if not way.interval:
        start(host)
    else:
        if way.agent == "ocf":  # what systemd makes for a unit
            for one in NAMES:
                host.run(
                    "install",
                    "-d",
                    "-m",
                    "711",
                    "/run/wsgigen",
                    f"/run/wsgigen/{one}",
                    f"/var/log/wsgigen/{one}",
                )
        made.configure(*resources(way))
        made.settle()
    with Clients(host, dict.fromkeys(PORTS.values(), ""), gap=0.2, timeout=2) as all_:
        host.until(
            lambda: {one.port for one in all_.seen if one.status == 200} == set(PORTS.values()),
            "all services",
            120,
        )
    yield host
    host.kill()


def break_(host: Host, name: str, fault: str) -> None:
    """Kill all processes of a service, of which some end by themselves then, or stop those that answer."""
    if fault == GONE:
        pid = host.says("cat", f"/run/wsgigen/{name}/httpd.pid")
        children = host.says("pgrep", "-P", pid).split()
        host.run("kill", "-9", pid, *children, check=False)  # some end by themselves then
    else:
        host.run("pkill", "-STOP", "-f", rf"^\(wsgi:{name}\)")


def said(host: Host, way: Way, fault: str) -> dict[str, object]:
    """Return the finding of `wsgigen check` on it.

    Empty for the OCF agent, which wsgigen builds no resource for.
    """
    file = host.lab.top / "said.yaml"
    file.write_text(profile(way))
    command = [sys.executable, "-m", "wsgigen", "check", str(file), "--format", "json"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    layouts = json.loads(done.stdout)["reports"][0]["layouts"]
    mine = next(one for one in layouts if one["layout"] == "per-service")
    found: dict[str, object] = next(
        one
        for one in mine["stakes"]["recoveries"]
        if (one["what"], one["by"]) == (fault, way.manager)
    )
    return found


@pytest.mark.parametrize("fault", [GONE, HANGS])
def test_each_service_comes_back(host, way, fault):
    """All of them; where the formula says never, none."""
    formula = said(host, way, fault) if way.agent != "ocf" else None
    never = formula is not None and formula["worst"] is None
    draw = random.Random(f"{way.name} {fault}")
    order = draw.sample(NAMES, len(NAMES))
    took: dict[str, float | None] = {}
    began: dict[str, float] = {}
    with Clients(host, dict.fromkeys(PORTS.values(), ""), gap=0.1, timeout=1) as clients:
        host.until(lambda: all(clients.of(port) for port in PORTS.values()), "clients", 30)
        old = {
            name: frozenset(one.words for one in clients.of(PORTS[name]) if one.status == 200)
            for name in NAMES
        }
        for name in order:
            time.sleep(0.1 if never else draw.uniform(0, 2 * way.pace))
            began[name] = time.monotonic()
            break_(host, name, fault)
        patience = 120 + 2 * way.interval
        end = time.monotonic() + patience
        while (
            time.monotonic() < end
            and None
            in (
                took := {one: clients.again(PORTS[one], began[one], old[one]) for one in NAMES}
            ).values()
        ):
            time.sleep(0.5)
    back = sorted(one for one in took.values() if one is not None)
    if never:
        host.run("pkill", "-CONT", "-f", r"^\(wsgi:s")
        figures = {
            "mean": "never",
            "p95": "never",
            "worst": f"0 of {len(NAMES)} within {patience} s",
        }
    elif back:
        figures = {
            "mean": f"{mean(back):.1f} s",
            "p95": f"{quantiles(back, n=20, method='inclusive')[-1]:.1f} s",
            "worst": f"{back[-1]:.1f} s",
        }
    else:
        figures = {"mean": "", "p95": "", "worst": ""}
    figures = {
        "runs": str(len(NAMES)),
        **figures,
        "`wsgigen check`": str(formula["formula"]) if formula else "builds no such resource",
    }
    keep(Row("recovery", {"what": fault, "by": way.name}, figures))
    assert len(back) == (0 if never else len(NAMES)), took
