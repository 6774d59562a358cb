"""Certbot renews a certificate under load, from an authority on the host itself, and nothing is lost.

The authority is Pebble, in which each renewal proves by http-01 that port 80 of the name is certbot's.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hosts.deployed import deploy, start
from tests.hosts.host import Host, Lab
from tests.hosts.load import Load, allow_slow_handshakes, load
from tests.hosts.test_handover import main_pid, processes
from tests.hosts.tree import HERE, RENEWING

_NAME = "ctl.example.org"
_LIVE = f"/etc/letsencrypt/live/{_NAME}"
_URL = "https://127.0.0.1:8003/"
_DIRECTORY = "https://localhost:14000/dir"
_SERVICE = f"""{{application: "hello:application", port: 8003, user: hello,
    python_path: [/srv/apps], drain: 10s,
    tls: {{certificate: {_LIVE}/fullchain.pem, key: {_LIVE}/privkey.pem}}}}"""
_AUTHORITY = {
    "listenAddress": "127.0.0.1:14000",
    "managementListenAddress": "127.0.0.1:15000",
    "certificate": "/etc/pebble/cert.pem",
    "privateKey": "/etc/pebble/key.pem",
    "httpPort": 80,
    "tlsPort": 443,
}
#: No pause before a validation, which is never left out, and no good request refused.
_SETTINGS = ("PEBBLE_VA_NOSLEEP=1", "PEBBLE_AUTHZREUSE=0", "PEBBLE_WFE_NONCEREJECT=0")
_TRUST = """\
set -e
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout /etc/pebble/key.pem -out /etc/pebble/cert.pem
cp /etc/pebble/cert.pem /usr/local/share/ca-certificates/pebble.crt
update-ca-certificates
"""
#: Renewals for each way to take them in.
_RUNS = 3
_PATH = "wsgi-certificates@secure.path"
_LOOK = "wsgi-certificates@secure.service"
_HOOK = "/etc/letsencrypt/renewal-hooks/deploy/wsgigen"


@pytest.fixture(scope="module", params=RENEWING, ids=lambda kind: kind.name)
def served(here: Lab, request: pytest.FixtureRequest) -> Host:
    """A host whose service has a certificate that certbot got."""
    (host,) = here.hosts(request.param, f"certbot-{request.param.name}")
    with (host.root / "etc/hosts").open("a") as file:
        file.write(f"127.0.0.1 {_NAME}\n")
    start_authority(host)
    certbot(host, "certonly", "--standalone", "--agree-tos", "--domain", _NAME)
    deploy(host, "per-service", services={"secure": _SERVICE.replace("\n   ", "")})
    allow_slow_handshakes(host, "secure")
    start(host)
    return host


@pytest.fixture
def host(served: Host) -> Iterator[Host]:
    """The same host for each test, which finds it as the first one did."""
    yield served
    served.run("rm", "-f", _HOOK)
    served.run("systemctl", "start", _PATH)


def start_authority(host: Host) -> None:
    """Start Pebble, which the host trusts from now on."""
    (host.root / "etc/pebble").mkdir()
    (host.root / "etc/pebble/pebble.json").write_text(json.dumps({"pebble": _AUTHORITY}))
    host.run("sh", "-c", _TRUST)
    variables = [f"--setenv={one}" for one in _SETTINGS]
    command = ("pebble", "-config", "/etc/pebble/pebble.json")
    host.run("systemd-run", "--quiet", "--unit=pebble", *variables, *command)
    host.until(lambda: "newOrder" in host.says("curl", "-sS", _DIRECTORY), "an authority", 60)


def certbot(host: Host, action: str, *flags: str) -> None:
    """Run certbot as nobody at a terminal would do it."""
    words = ("--non-interactive", "--register-unsafely-without-email", "--server", _DIRECTORY)
    host.run("certbot", action, *words, *flags, seconds=240)


def renew(host: Host) -> None:
    """Renew the certificate, and wait until whatever that starts has ended."""
    is_watched = host.says("systemctl", "is-active", _PATH) == "active"
    look = last_look(host)
    certbot(host, "renew", "--force-renewal", "--no-random-sleep-on-renew")
    if is_watched:
        host.until(lambda: last_look(host) not in {look, "0"}, "the end of a look", 60)
    host.until(lambda: is_at_rest(host), "the end of all handovers", 120)


def last_look(host: Host) -> str:
    """Return when the last look at the certificates ended; "0" if one is under way."""
    properties = "ExecMainExitTimestampMonotonic"
    return host.says("systemctl", "show", f"--property={properties}", "--value", _LOOK)


def is_at_rest(host: Host) -> bool:
    units = (_LOOK, "wsgi-renew.service", "wsgi-secure.service")
    states = host.says("systemctl", "is-active", *units).split()
    return states == ["inactive", "inactive", "active"]


def issued(host: Host) -> str:
    """Return the serial number of the certificate that certbot got last."""
    return host.says("openssl", "x509", "-noout", "-serial", "-in", f"{_LIVE}/cert.pem")


def seen(host: Host) -> str:
    """Return the serial number of the certificate that a client is shown."""
    client = "openssl s_client -connect 127.0.0.1:8003 </dev/null 2>/dev/null"
    return host.says("sh", "-c", f"{client} | openssl x509 -noout -serial")


def handovers(host: Host) -> int:
    return host.journal(100_000, "wsgi-secure").count("Reloaded wsgi-secure.service")


def take_in(host: Host) -> list[int]:
    """Renew under load, and return how many handovers each renewal made."""
    serials, made = {issued(host)}, []
    with under_load(host):
        for _ in range(_RUNS):
            before, old = handovers(host), processes(host, "secure")
            renew(host)
            assert issued(host) not in serials
            serials.add(issued(host))
            assert seen(host) == issued(host)
            assert processes(host, "secure").isdisjoint(old)
            made.append(handovers(host) - before)
    return made


@contextmanager
def under_load(host: Host) -> Iterator[Load]:
    with load(host, _URL) as clients:
        yield clients
    print(f"{clients.rate:.0f} requests/s, {clients.answered} answered, {clients.races} races")
    assert clients.answered > 500
    assert clients.lost == 0, clients.printed


def documented_hook() -> list[str]:
    """Return the commands of the page that make the deploy hook."""
    page = Path(HERE, "docs/units.md").read_text()
    commands = [line for line in re.findall(r"^# (.*)$", page, re.MULTILINE) if _HOOK in line]
    assert len(commands) == 2
    return commands


def make_hook(host: Host) -> None:
    for command in documented_hook():
        host.run("sh", "-c", command)


def test_httpd_reads_what_root_alone_may_read(host):
    """A parent of httpd that is root reads what root owns, in its sandbox, too."""
    modes = host.says("stat", "--format=%U %a", "/etc/letsencrypt/live", "/etc/letsencrypt/archive")
    assert modes.split("\n") == ["root 700"] * 2
    key = host.says("stat", "--dereference", "--format=%U %a", f"{_LIVE}/privkey.pem")
    assert key == "root 600"
    assert seen(host) == issued(host)


def test_without_a_hook_each_renewal_is_one_handover(host):
    others = main_pid(host, "hello")
    made = take_in(host)
    assert made == [1] * _RUNS
    assert main_pid(host, "hello") == others, "it has no certificate"


def test_with_the_hook_each_renewal_is_at_most_two_handovers(host):
    make_hook(host)
    others = main_pid(host, "hello")
    made = take_in(host)
    print("handovers", made)
    assert set(made) <= {1, 2}
    assert main_pid(host, "hello") == others, "it has no certificate"


def test_with_the_hook_alone_each_renewal_is_one_handover(host):
    """Where the watch sees nothing, the hook is all there is."""
    make_hook(host)
    host.run("systemctl", "stop", _PATH)
    assert take_in(host) == [1] * _RUNS


def test_a_renewal_that_fails_hands_nothing_over(host):
    make_hook(host)
    old = main_pid(host, "secure")
    before = issued(host)
    host.run("systemctl", "stop", "pebble")
    words = ("--force-renewal", "--no-random-sleep-on-renew", "--non-interactive")
    assert host.run("certbot", "renew", *words, check=False, seconds=240).returncode == 1
    assert seen(host) == issued(host) == before
    assert main_pid(host, "secure") == old
