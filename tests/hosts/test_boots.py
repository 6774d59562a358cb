"""The generated tree boots: its units start, serve, come back after a reboot, and go on when something breaks."""

import pytest

from tests.hosts.deployed import PORTS, Load, answers, daemons, deploy, start, unit
from tests.hosts.evidence import Row, keep
from tests.hosts.host import Host, Lab
from tests.hosts.shaped import KINDS, dress

SERVED = {"booted": "every API answers", "after a reboot": "every API answers"}
LAYOUTS = ("per-service", "grouped", "single")


@pytest.fixture(scope="module", params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=KINDS, ids=lambda one: one.name)
def host(request: pytest.FixtureRequest, here: Lab, layout: str) -> Host:
    """A host that serves the two applications."""
    (made,) = here.hosts(request.param, f"{request.param.name}-{layout}")
    dress(made)
    deploy(made, layout)
    start(made)
    return made


def healthy(host: Host) -> None:
    host.until(lambda: all(answers(host, name) for name in PORTS), "an answer of each service")
    failed = ("systemctl", "list-units", "--failed", "--no-legend", "--plain")
    # A probe that failed before a service was healed is a failed unit until the next one.
    host.until(lambda: host.says(*failed) == "", "no failed unit", 30)
    assert host.says("systemctl", "is-system-running") == "running"


def test_every_service_answers_and_no_unit_failed(host):
    healthy(host)


def test_it_comes_back_after_a_reboot(host, layout):
    host.reboot()
    healthy(host)
    keep(
        Row(
            "served",
            {"services": "two applications", "layout": layout, "host": host.kind.name},
            SERVED,
        )
    )


def test_a_reload_replaces_the_processes_and_loses_no_request(host, layout):
    before = {name: daemons(host, name) for name in PORTS}
    with Load(host, "hello") as one, Load(host, "slow", "?seconds=0.3") as two:
        host.until(lambda: one.seen["200"] and two.seen["200"], "answers before the reload", 60)
        host.run("systemctl", "reload", unit(host, layout, "hello"), seconds=120)
        told = [load.seen["200"] for load in (one, two)]
        host.until(
            lambda: one.seen["200"] > told[0] and two.seen["200"] > told[1],
            "answers after the reload",
            60,
        )
    assert (one.lost, two.lost) == ({}, {})
    assert not daemons(host, "hello") & before["hello"]
    assert (daemons(host, "slow") == before["slow"]) == (layout == "per-service"), (
        "a unit's reload is that of all behind it"
    )


def test_a_daemon_process_that_is_killed_is_replaced_and_no_neighbour_notices(host):
    before = daemons(host, "hello")
    with Load(host, "slow") as neighbour:
        host.run("kill", "-9", *before)
        host.until(
            lambda: answers(host, "hello") and not daemons(host, "hello") & before,
            "new daemon processes",
            20,
        )
    assert neighbour.lost == {}


def test_an_application_that_hangs_is_healed(host):
    before = daemons(host, "hello")
    host.run("kill", "-STOP", *before)
    took = host.until(
        lambda: answers(host, "hello") and not daemons(host, "hello") & before, "healing", 150
    )
    assert took > 1, "it did hang"
    healthy(host)


def test_a_parent_that_is_killed_is_started_again(host, layout):
    shown = ("systemctl", "show", "--property=MainPID", "--value", unit(host, layout, "hello"))
    pid = host.says(*shown)
    host.run("kill", "-9", pid)
    host.until(lambda: host.says(*shown) not in ("0", pid), "another parent", 90)
    host.until(lambda: answers(host, "hello"), "an answer", 60)
    host.until(lambda: answers(host, "slow"), "an answer of the neighbour", 60)
