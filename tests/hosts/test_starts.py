"""Starts and reloads that fail or are stopped: how often, how long, and what state the unit is in afterwards."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.hosts.broken import starts
from tests.hosts.deployed import PORTS, answers, deploy, unit
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, DEBIAN_13
from tests.live.serving import count_asleep

#: Seconds that what has failed is watched: more than twice the pause between two starts.
_QUIET = 11

#: An application that takes its time to be imported, and one that cannot be.
_SERVICES = {
    "late": "{application: 'late:application', port: 8019, user: late, python_path: [/srv/apps]}",
    "absent": "{application: 'absent:application', port: 8011, user: absent, python_path: [/srv/apps]}",
}


@pytest.fixture(scope="module", params=(DEBIAN_12, DEBIAN_13), ids=lambda kind: kind.name)
def host(request: pytest.FixtureRequest, here: Lab) -> Host:
    (made,) = here.hosts(request.param, f"starts-{request.param.name}")
    deploy(made, "per-service", services=_SERVICES)
    (made.root / "srv/apps/late.py").write_text(
        "import time\ntime.sleep(40)\nfrom hello import application\n"
    )
    return made


def state(host: Host, name: str) -> tuple[str, str]:
    active, result = (
        host.says("systemctl", "show", f"--property={one}", "--value", name)
        for one in ("ActiveState", "Result")
    )
    return active, result


def test_a_target_is_up_before_its_slowest_service(host):
    host.run("systemctl", "start", "wsgi.target", seconds=10)
    assert state(host, "wsgi-late")[0] == "activating"
    host.until(lambda: answers(host, "hello"), "an answer of a service beside it", 20)


def test_a_start_that_is_stopped_ends_at_once_and_leaves_nothing(host):
    """Nothing was served yet, so nothing is drained; untrapped, the check would ignore SIGWINCH until TimeoutStopSec=."""
    host.run("systemctl", "start", "--no-block", "wsgi-late")
    host.until(lambda: host.says("pgrep", "-f", r"^\(wsgi:late\)"), "daemon processes", 20)
    host.run("systemctl", "stop", "wsgi-late", seconds=10)
    assert state(host, "wsgi-late") == ("inactive", "success")
    assert host.says("pgrep", "-f", "wsgigen/late") == ""


def begins_reload(host: Host) -> bool:
    return state(host, "wsgi-slow")[0] == "reloading"


def has_second_httpd(host: Host) -> bool:
    return bool(host.says("pgrep", "-f", "wsgigen/slow/httpd.conf -D b"))


@pytest.mark.parametrize("moment", [begins_reload, has_second_httpd])
def test_a_reload_that_is_stopped_drains_what_was_taken(host, moment):
    host.run("systemctl", "start", "wsgi-slow")
    taken = count_asleep(host.root)
    url = f"http://127.0.0.1:{PORTS['slow']}/?seconds=9&words=asleep"
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(host.says, "curl", "--silent", "--max-time", 30, url)
        host.until(lambda: count_asleep(host.root) > taken, "a request under way", 20)
        host.run("systemctl", "reload", "--no-block", "wsgi-slow")
        host.until(lambda: moment(host), moment.__name__, 20)
        host.run("systemctl", "stop", "wsgi-slow", seconds=40)
        assert answer.result().isdigit(), "the pid of the process that answered"
    assert state(host, "wsgi-slow") == ("inactive", "success")
    host.run("systemctl", "start", "wsgi-slow")


def test_one_command_names_what_is_not_up_with_its_cause(host):
    host.run("systemctl", "start", "--no-block", "wsgi-absent")
    host.until(
        lambda: "No module named 'absent'" in host.says("/usr/libexec/wsgigen/status"),
        "the cause",
        30,
    )
    done = host.run("/usr/libexec/wsgigen/status", check=False)
    assert done.returncode == 1
    assert "hello: healthy; wsgi-hello.service: active (running)\n" in done.stdout
    assert "absent: down; wsgi-absent.service: " in done.stdout
    host.until(lambda: "wsgi-absent" in host.says("systemctl", "--failed"), "a failed unit", 90)
    done = host.run("/usr/libexec/wsgigen/status", check=False)
    assert "absent: down; wsgi-absent.service: failed" in done.stdout
    assert "No module named 'absent'" in done.stdout


def failed_after_six(host: Host, name: str) -> None:
    """Wait until *name* has failed, and see that nothing starts it then, but a person at once."""
    host.until(lambda: host.says("systemctl", "is-failed", name) == "failed", "a failed unit", 40)
    assert name in host.says("systemctl", "--failed", "--plain", "--no-legend")
    before = starts(host, name)
    time.sleep(_QUIET)
    assert starts(host, name) == before
    assert f"wsgi-retry-{name}.timer" in host.says("systemctl", "list-timers", "--no-legend")
    host.run("systemctl", "start", name, check=False)
    assert starts(host, name) == before + 1
    host.until(lambda: host.says("systemctl", "is-failed", name) == "failed", "a failed unit", 40)


def test_a_configuration_that_httpd_refuses_is_tried_six_times(host):
    with (host.root / "etc/wsgigen/hello/httpd.conf").open("a") as file:
        file.write("Bogus on\n")
    before = starts(host, "wsgi-hello")
    host.run("systemctl", "restart", "wsgi-hello", check=False)
    failed_after_six(host, "wsgi-hello")
    assert starts(host, "wsgi-hello") - before == 7, "six, and that of a person"
    config = host.root / "etc/wsgigen/hello/httpd.conf"
    config.write_text(config.read_text().replace("Bogus on\n", ""))
    host.until(lambda: answers(host, "hello"), "it is started every minute", 90)
    file = "/run/wsgigen-brake/wsgi-hello.service"
    host.until(lambda: "No such file" in host.says("cat", file), "a count from zero", 10)


@pytest.mark.parametrize("kind", (DEBIAN_12, DEBIAN_13), ids=lambda kind: kind.name)
def test_so_is_one_that_the_apache_of_the_platform_refuses(here, kind):
    (made,) = here.hosts(kind, f"refused-{kind.name}")
    deploy(made, "single")
    made.run(
        "sh", "-c", "rm /etc/apache2/mods-enabled/wsgi.*"
    )  # as where mod_wsgi's package was configured before apache2
    made.run("systemctl", "start", "apache2", seconds=60)
    assert answers(made, "hello")
    with (made.root / "etc/apache2/conf-available/00-wsgigen.conf").open("a") as file:
        file.write("Bogus on\n")
    before = starts(made, unit(made, "single", "hello"))
    made.run("systemctl", "restart", "apache2", check=False, seconds=60)
    failed_after_six(made, "apache2")
    assert starts(made, "apache2") - before == 7, "six, and that of a person"
