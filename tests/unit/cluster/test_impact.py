"""The numbers that layouts are compared by."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import planned
from wsgigen.cluster.impact import ACTIONS, Impact, impact
from wsgigen.profile.model import Cluster

TLS = {"certificate": "/etc/ssl/a.pem", "key": "/etc/ssl/a.key"}
GROUPS = {"layout": "grouped", "groups": {"both": ["keystone", "placement"]}}


def of(tmp_path: Path, interval: int = 10, **more: Any) -> Impact:
    return impact(planned(tmp_path, **more), Cluster(monitor_interval=interval))


def widest(made: Impact) -> dict[str, int]:
    return {action: len(made.widest(action).loses) for action in ACTIONS}


@pytest.mark.parametrize(
    ("keys", "reaches"),
    [
        ({"layout": "single", "manager": "pacemaker"}, (2, 2, 2, 2, 2, 0, 0, 2)),
        ({"layout": "per-service", "manager": "pacemaker"}, (1, 1, 1, 1, 2, 0, 0, 0)),
        ({**GROUPS, "manager": "pacemaker"}, (2, 2, 2, 2, 2, 0, 0, 0)),
        ({"layout": "single", "manager": "systemd"}, (2, 2, 1, 0, 0, 0, 0, 2)),
        ({"layout": "per-service", "manager": "systemd"}, (1, 1, 1, 0, 0, 0, 0, 0)),
        ({"layout": "single", "tls": TLS}, (2, 2, 1, 0, 0, 0, 2, 2)),
        ({"layout": "single", "tls": TLS, "reload": "handover"}, (2, 2, 1, 0, 0, 0, 0, 2)),
        ({"layout": "single", "platform": "opensuse-leap"}, (2, 2, 1, 0, 0, 0, 0, 2)),
        ({"layout": "per-service", "tls": TLS}, (1, 1, 1, 0, 0, 0, 0, 0)),
        ({"layout": "per-service", "tls": TLS, "reload": "recycle"}, (1, 1, 1, 0, 0, 0, 1, 1)),
        (
            {
                "layout": "per-service",
                "services": {"keystone": {"manager": "pacemaker"}, "placement": {}},
            },
            (1, 1, 1, 1, 1, 0, 0, 0),
        ),
        (
            {
                "layout": "single",
                "services": {"keystone": {"manager": "pacemaker"}, "placement": {}},
            },
            (2, 2, 2, 2, 2, 0, 0, 2),
        ),
    ],
)
def test_how_far_an_action_reaches(
    tmp_path: Path, keys: dict[str, Any], reaches: tuple[int, ...]
) -> None:
    assert widest(of(tmp_path, **keys)) == dict(zip(ACTIONS, reaches, strict=True))


@pytest.mark.parametrize(
    ("layout", "platform", "processes"),
    [
        ("per-service", "debian-12", 2 * (1 + 1 + 2 + 2)),
        ("single", "debian-12", 1 + 2 + 2 * (2 + 2)),
        ("single", "el-9", 1 + 3 + 2 * (2 + 2)),
    ],
)
def test_how_many_processes_run(tmp_path: Path, layout: str, platform: str, processes: int) -> None:
    assert of(tmp_path, layout=layout, platform=platform).processes == processes


def test_memory_is_that_of_the_daemons_and_of_every_httpd(tmp_path: Path) -> None:
    more: dict[str, Any] = {
        "services": {"keystone": {"processes": 3}, "placement": {"processes": 1}}
    }
    shared, apart = (
        of(tmp_path, layout=layout, **more).memory for layout in ("single", "per-service")
    )
    assert 4 * 95 * 1024**2 < shared < apart < 5 * 95 * 1024**2


def test_a_recovery_is_as_slow_as_the_interval_and_a_hang_is_never_seen(tmp_path: Path) -> None:
    gone, hangs, restarted = of(tmp_path, interval=60, manager="pacemaker").recoveries
    assert (gone.failure, gone.mean, gone.worst) == ("httpd is gone", 34, 84)
    assert (hangs.failure, hangs.mean, hangs.worst) == ("the API hangs", None, None)
    assert (restarted.failure, restarted.mean, restarted.worst) == ("httpd is restarted", 4, 34)


def test_what_systemd_notices_is_said_with_its_formula(tmp_path: Path) -> None:
    services = {
        "keystone": {"health": {"interval": "20s", "timeout": "4s", "failures": 2}},
        "placement": {"health": {"interval": "5s"}},
    }
    gone, hangs, _ = of(tmp_path, services=services).recoveries
    assert (gone.mean, gone.worst) == (0.3, 0.7)
    assert gone.formula.startswith("RestartSec=0, and 0.3 s to start a unit, at most 0.7;")
    assert (hangs.mean, hangs.worst) == (10 + 9 + 40, 20 + 9 + 40), (
        "2 requests of 4 s, a second apart; a drain of 30 s, and 10 s to kill"
    )


def test_what_hangs_in_a_shared_httpd_is_killed_after_the_drain(tmp_path: Path) -> None:
    services = {"keystone": {"drain": "15s"}, "placement": {"drain": "5s"}}
    _, hangs, restarted = of(tmp_path, layout="single", services=services).recoveries
    assert (restarted.mean, restarted.worst) == (0.3, 15.3), "the longest drain, then the start"
    assert (hangs.mean, hangs.worst) == (5 + 17 + 15, 10 + 17 + 15), (
        "3 requests of 5 s, a second apart, of the slower of the two"
    )


def test_both_managers_are_told_apart(tmp_path: Path) -> None:
    made = of(tmp_path, services={"keystone": {"manager": "pacemaker"}, "placement": {}})
    assert [one.by for one in made.recoveries] == ["systemd"] * 3 + ["pacemaker"] * 3
