from pathlib import Path

import pytest

from tests.unit.given import OWN, planned, rendered
from wsgigen.render.probing import command, options, start_check, target

_TLS = {"certificate": "/c.pem", "key": "/k.pem"}


@pytest.mark.parametrize(
    ("service", "lines"),
    [
        pytest.param(
            {},
            [
                "--address=127.0.0.1",
                "--port=9000",
                "--host=controller.example.org",
                "--path=/",
                "--status=200",
                "--timeout=5",
            ],
            id="as little as can be",
        ),
        pytest.param(
            {
                "listen": "::1",
                "server_name": "r",
                "tls": _TLS,
                "health": {"path": "/up", "statuses": [200, 204], "timeout": "2s"},
            },
            [
                "--address=::1",
                "--port=9000",
                "--host=r",
                "--path=/up",
                "--status=200",
                "--status=204",
                "--timeout=2",
                "--tls",
            ],
            id="as the profile wants it",
        ),
    ],
)
def test_how_a_site_is_asked_stands_in_a_file_that_the_probe_is_given(tmp_path, service, lines):
    services = {"reports": {**OWN, **service}}
    plan = planned(tmp_path, services=services)
    ((instance, site),) = plan.placed
    given = list(options(instance, site))
    slots = [f"--slot=reports-{slot.name}={slot.address}" for slot in instance.slots]
    assert [option for option in given if not option.startswith("--log=")] == [*lines, *slots]
    content = rendered(tmp_path, services=services)[str(target(plan, site))].content
    assert content.splitlines() == given


def test_several_sites_are_asked_at_once(tmp_path):
    plan = planned(
        tmp_path,
        layout="single",
        services={"keystone": {"startup_timeout": "90s"}, "placement": {}},
    )
    targets = (
        "--target",
        "/usr/share/wsgigen/probes/keystone",
        "--target",
        "/usr/share/wsgigen/probes/placement",
    )
    assert command(plan, plan.sites, "--attempts", 3) == (
        "/usr/libexec/wsgigen/probe",
        "--attempts",
        "3",
        *targets,
    )
    server = ("--unit", "apache2.service", "--server-log", "/var/log/apache2/error.log")
    checked = start_check(plan, plan.instances[0], plan.sites)
    assert checked == ("/usr/libexec/wsgigen/start-check", "--wait", "90", *server, *targets), (
        "as long as the slowest may take"
    )


def test_what_httpd_itself_says_of_an_instance_of_its_own_is_in_the_journal(tmp_path):
    plan = planned(tmp_path, services={"keystone": {}})
    assert "--server-log" not in start_check(plan, plan.instances[0], plan.sites)


def heal(tmp_path: Path, layout: str, startup: str = "60s") -> dict[str, str]:
    """The command and the limit of what heals placement."""
    services = {"keystone": {}, "placement": {"startup_timeout": startup}}
    content = rendered(tmp_path, layout=layout, services=services)[
        "/usr/lib/systemd/system/wsgi-heal@placement.service"
    ].content
    return dict(
        line.split("=", 1)
        for line in content.splitlines()
        if line.startswith(("ExecStart=", "TimeoutStartSec="))
    )


def test_an_instance_of_one_service_is_healed_by_a_restart(tmp_path):
    assert heal(tmp_path, "per-service") == {
        "ExecStart": "-/usr/bin/systemctl --no-block try-restart wsgi-placement.service"
    }


@pytest.mark.parametrize(("startup", "pause"), [("60s", 300), ("200s", 600)])
def test_one_of_a_shared_httpd_is_healed_by_new_daemon_processes_then_left_in_peace(
    tmp_path, startup, pause
):
    found = heal(tmp_path, "single", startup)
    program, *words = found["ExecStart"].split()
    assert (program, words[-1]) == ("-/usr/libexec/wsgigen/heal", "placement")
    given = dict(zip(words[:-1:2], words[1:-1:2], strict=True))
    assert (given["--wait"], given["--pause"]) == (startup.rstrip("s"), str(pause)), (
        "the pause outlasts the wait"
    )
    assert given["--neighbour"] == "/usr/share/wsgigen/probes/keystone"
    assert pause < int(found["TimeoutStartSec"]) < 2 * pause
