"""The platform's own Apache with `reload: handover`: whoever reloads it, nothing is lost."""

from pathlib import Path

import pytest

from tests.hosts.deployed import deploy, start
from tests.hosts.host import Host, Lab
from tests.hosts.load import Load, load
from tests.hosts.test_handover import certify
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

_UNIT = "apache2"
_HTTP, _HTTPS = "http://127.0.0.1:8001/", "https://127.0.0.1:8003/"
_SECURE = {
    "secure": '{application: "hello:application", port: 8003, user: hello, python_path: [/srv/apps],'
    " drain: 10s, tls: {certificate: /etc/tls.pem, key: /etc/tls.key}}"
}
#: Handovers for each way.
_RUNS = 5
#: Who reloads Apache on Debian; of logrotate, what its file for Apache calls.
_RELOADS = {
    "systemctl": "systemctl reload apache2",
    "invoke-rc.d": "invoke-rc.d apache2 reload",
    "logrotate": "sed -n '/postrotate/,/endscript/p' /etc/logrotate.d/apache2 | sed '1d;$d' | sh",
    "service": "service apache2 reload",
}


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture(scope="module")
def host(here: Lab, kind: Kind) -> Host:
    """A host that was built without handovers, runs so, and is taken over by the first reload."""
    (made,) = here.hosts(kind, f"platform-{kind.name}")
    certify(made, "first")
    deploy(made, "single", services=_SECURE)
    start(made)
    return made


def main_pid(host: Host) -> int:
    return int(host.says("systemctl", "show", "--property=MainPID", "--value", _UNIT))


def httpds(host: Host) -> set[str]:
    """Return the pids of all httpds that are nobody's children, whatever unit they are in."""
    return set(host.says("pgrep", "--parent", "1", "-x", "apache2").split())


def assert_one(host: Host) -> None:
    """Assert that one httpd is left, and that the PID file is that of the unit's main process."""
    host.until(lambda: httpds(host) == {str(main_pid(host))}, "one httpd", 30)
    assert int(host.says("cat", "/run/apache2/apache2.pid")) == main_pid(host)


def check(seen: Load) -> None:
    assert seen.rate >= 300
    assert seen.lost == 0, seen.printed


def test_a_unit_from_before_is_taken_over(host):
    before = main_pid(host)
    with load(host, _HTTP) as seen:
        deploy(host, "single", services=_SECURE, more="reload: handover\n")
        host.run("systemctl", "reload", _UNIT, seconds=150)
        assert main_pid(host) != before
    check(seen)
    assert_one(host)


@pytest.mark.parametrize("way", _RELOADS)
def test_whoever_reloads_it_hands_over(host, way):
    pids = {main_pid(host)}
    with load(host, _HTTP) as seen:
        for _ in range(_RUNS):
            host.run("sh", "-c", _RELOADS[way], seconds=150)
            # logrotate and invoke-rc.d may return before the job has ended
            host.until(lambda: main_pid(host) not in pids, "a new main process", 60)
            host.until(lambda: is_active(host), "the end of the reload", 60)
            pids.add(main_pid(host))
    check(seen)
    assert_one(host)


def is_active(host: Host) -> bool:
    return host.says("systemctl", "show", "--property=ActiveState", "--value", _UNIT) == "active"


def test_a_certificate_is_taken_in(host):
    with load(host, _HTTPS) as seen:
        for number in range(_RUNS):
            certify(host, f"number-{number}")
            host.run("systemctl", "reload", _UNIT, seconds=150)
            command = "openssl s_client -connect 127.0.0.1:8003 </dev/null 2>/dev/null"
            assert f"number-{number}" in host.says("sh", "-c", f"{command} | grep subject")
    check(seen)


def test_what_httpd_refuses_changes_nothing(host):
    file = Path("etc/apache2/conf-enabled/zz-bogus.conf")
    before = main_pid(host)
    (host.root / file).write_text("Bogus on\n")
    with load(host, _HTTP) as seen:
        assert host.run("systemctl", "reload", _UNIT, check=False, seconds=150).returncode
        (host.root / file).unlink()
    check(seen)
    assert main_pid(host) == before


def test_apachectl_reaches_the_httpd_of_either_slot(host):
    """It restarts httpd in place, as ever, and starts no second one beside the unit's."""
    for _ in range(2):
        before = main_pid(host)
        host.run("apache2ctl", "graceful", seconds=60)
        assert main_pid(host) == before
        assert_one(host)
        host.until(lambda: answers(host), "an answer", 30)
        with load(host, _HTTP) as seen:
            host.run("systemctl", "reload", _UNIT, seconds=150)
        check(seen)
        assert_one(host)


def answers(host: Host) -> bool:
    return host.says("curl", "-s", "--max-time", "5", _HTTP).isdigit()


def test_a_death_and_a_boot_leave_one_httpd(host):
    before = main_pid(host)
    host.run("kill", "-9", before)
    host.until(lambda: is_active(host) and main_pid(host) != before, "a new httpd", 30)
    host.until(lambda: answers(host), "an answer", 30)
    assert_one(host)
    host.run("systemctl", "stop", _UNIT, seconds=60)
    assert host.says("pgrep", "-x", "apache2") == ""
    host.run("apache2ctl", "start", seconds=60)
    assert_one(host)


def test_back_to_reloads_that_recycle(host):
    """The way back is a restart, as the summary of the build says."""
    deploy(host, "single", services=_SECURE)
    host.run("systemctl", "restart", _UNIT, seconds=150)
    before = main_pid(host)
    host.run("systemctl", "reload", _UNIT, seconds=150)
    assert main_pid(host) == before
    host.until(lambda: answers(host), "an answer", 30)
