"""A broken service is started again within bounds, says why once, and holds up nobody."""

import time

import pytest

from tests.hosts.broken import BROKEN, deploy_broken, starts
from tests.hosts.deployed import PORTS, answers
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12, DEBIAN_13

#: Seconds that the broken ones are watched.
WATCHED = 60


@pytest.fixture(scope="module", params=(DEBIAN_12, DEBIAN_13), ids=lambda kind: kind.name)
def host(request: pytest.FixtureRequest, here: Lab) -> Host:
    """A host whose target was started a minute ago."""
    (made,) = here.hosts(request.param, f"broken-{request.param.name}")
    deploy_broken(made)
    began = time.monotonic()
    made.run("systemctl", "start", "wsgi.target", seconds=10)
    made.until(
        lambda: all(answers(made, name) for name in PORTS),
        "an answer of each service that is not broken",
        20,
    )
    time.sleep(max(0, WATCHED + began - time.monotonic()))
    return made


def said(host: Host, name: str) -> str:
    return host.says("journalctl", "--output=cat", "--no-pager", "--unit", f"wsgi-{name}.service")


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_started_again_every_five_seconds_at_most(host, name):
    print(f"{host.kind.name} {name}: {starts(host, f'wsgi-{name}')} starts in {WATCHED} s")
    assert 2 <= starts(host, f"wsgi-{name}") <= WATCHED / 5 + 2


@pytest.mark.parametrize("name", BROKEN)
def test_its_journal_says_why(host, name):
    assert BROKEN[name].cause in said(host, name)


@pytest.mark.parametrize("name", ("absent", "twice", "exits"))
def test_its_log_has_each_cause_and_no_more(host, name):
    """Five answers a start, a few lines each; what follows from the first exception is in none of them."""
    log = host.says("cat", f"/var/log/wsgigen/{name}/error.log")
    print(f"{host.kind.name} {name}: {len(log)} bytes in {WATCHED} s")
    assert 0 < len(log) < starts(host, f"wsgi-{name}") * 20_000
    assert "not reentrant" not in log


def test_a_boot_waits_for_none_of_them(host):
    host.reboot(idle=False)
    assert host.says("systemctl", "is-system-running") == "starting", "some are still started"
    host.until(
        lambda: all(answers(host, name) for name in PORTS),
        "an answer of each service that is not broken",
        30,
    )
