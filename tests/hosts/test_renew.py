"""Packages and certificates that replace what running httpds have loaded: these hand over, and nothing is lost.

A certificate is replaced as certbot does, by a link that leads to the new file; test_certbot.py runs certbot itself.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.host import Host, Lab
from tests.hosts.load import allow_slow_handshakes, load
from tests.hosts.repack import repack
from tests.hosts.test_handover import main_pid, processes
from tests.hosts.tree import DEBIAN_12, DEBIAN_13
from tests.live.deb import built
from tests.live.rpm import needed

#: Seconds between packages: less than a renewal takes, so that the next mark comes meanwhile.
_APART = 1

#: The names are those of the example's packages; the code is in packages of tests that have Debian's names.
_PROFILE = """\
wsgigen: 1
layout: per-service
platform: {platform}
server_name: ctl.example.org
services:
  keystone: {{application: "hello:application", port: 8001, user: hello,
    drain: 10s, health: {{path: /, statuses: [200]}}}}
  placement: {{application: "slow:application", port: 8002, user: slow,
    drain: 10s, health: {{path: /, statuses: [200]}},
    tls: {{certificate: /etc/tls/live/cert.pem, key: /etc/tls/live/key.pem}}}}
"""
_CODE = """\
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%s"]
"""
#: certbot 2.1, certbot/_internal/storage.py, RenewableCert._update_link_to: unlink, then symlink.
_LINK = """\
import os, sys
os.makedirs("/etc/tls/live", exist_ok=True)
for kind in ("cert", "key"):
    path = f"/etc/tls/live/{kind}.pem"
    if os.path.lexists(path):
        os.unlink(path)
    os.symlink(f"../archive/{kind}-{sys.argv[1]}.pem", path)
"""
_NAMES = ("keystone", "placement")
#: The package of each service, and its module.
_PACKAGES = {"keystone": ("keystone", "hello"), "placement": ("placement-api", "slow")}
_URLS = {"keystone": "http://127.0.0.1:8001/", "placement": "https://127.0.0.1:8002/"}


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def served(here: Lab, request: pytest.FixtureRequest) -> Host:
    """A host with a package for each of two services, which are served."""
    needed("dpkg-buildpackage", "dh", "dpkg-deb")
    kind = request.param
    (host,) = here.hosts(kind, f"renew-{kind.name}")
    certify(host, "first")
    link(host, "first")
    for name in _NAMES:
        install_code(host, name, 1, "first")
    top = host.lab.top / f"packages-{kind.name}"
    top.mkdir()
    for path in built(top, _PROFILE.format(platform=kind.platform), "1.0-1").values():
        shutil.copy(path, host.root / "root")
    install(host, "/root/*.deb")
    host.until(lambda: all(is_active(host, name) for name in _NAMES), "both are active")
    allow_slow_handshakes(host, "placement")
    host.run("systemctl", "restart", "wsgi-placement")
    repack(host, "apache2-bin")
    return host


@pytest.fixture
def host(served: Host) -> Iterator[Host]:
    """The same host for each test, which finds it as the first one did."""
    yield served
    served.run("systemctl", "reset-failed")


def install(host: Host, files: str) -> None:
    host.run("sh", "-c", f"dpkg -i {files}", seconds=180)


def install_package(host: Host, name: str, version: int, path: str, content: str) -> None:
    """Install a package with one file."""
    top = host.root / f"root/{name}-{version}"
    (top / path).parent.mkdir(parents=True)
    (top / path).write_text(content)
    (top / "DEBIAN").mkdir()
    lines = [f"Package: {name}", f"Version: {version}", "Architecture: all"]
    lines += ["Maintainer: Nobody <nobody@example.org>", "Description: nothing"]
    (top / "DEBIAN/control").write_text("\n".join(lines) + "\n")
    host.run("dpkg-deb", "--root-owner-group", "--build", f"/root/{name}-{version}", "/tmp/it.deb")
    install(host, "/tmp/it.deb")


def install_module(host: Host, version: int) -> None:
    """Install a package that has a module for httpd."""
    path = "usr/lib/apache2/modules/mod_nothing.so"
    install_package(host, "libapache2-mod-nothing", version, path, f"{version}\n")


def install_code(host: Host, name: str, version: int, answer: str) -> None:
    """Install the package of a service, which then answers this."""
    package, module = _PACKAGES[name]
    path = f"usr/lib/python3/dist-packages/{module}/__init__.py"
    install_package(host, package, version, path, _CODE % answer)


def certify(host: Host, name: str) -> None:
    """Make a certificate, as certbot does it: new files in archive/."""
    archive = host.root / "etc/tls/archive"
    archive.mkdir(parents=True, exist_ok=True)
    command: list[str | Path] = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={name}", "-keyout", archive / f"key-{name}.pem"]
    command += ["-out", archive / f"cert-{name}.pem"]
    subprocess.run(command, check=True, capture_output=True)


def link(host: Host, name: str) -> None:
    """Let the links of live/ lead to a certificate: on the host, since a watch sees nothing else."""
    host.run("python3", "-c", _LINK, name)


def is_active(host: Host, name: str) -> bool:
    return host.says("systemctl", "is-active", f"wsgi-{name}") == "active"


def renewed(host: Host) -> None:
    """Wait until wsgi-renew.service has done what it was started for."""
    states = ("inactive", "failed")
    host.until(lambda: host.says("systemctl", "is-active", "wsgi-renew") in states, "the end", 90)


def all_processes(host: Host) -> set[int]:
    return {pid for name in _NAMES for pid in processes(host, name)}


def subject(host: Host) -> str:
    command = "openssl s_client -connect 127.0.0.1:8002 </dev/null 2>/dev/null"
    return host.says("sh", "-c", f"{command} | grep ^subject")


def test_httpd_is_installed_again_and_nothing_is_lost(host):
    old = all_processes(host)
    with load(host, _URLS["keystone"]) as http, load(host, _URLS["placement"]) as https:
        install(host, "/root/apache2-bin.deb")
        renewed(host)
    print(http.answered, https.answered)
    assert (http.lost, https.lost) == (0, 0), (http.printed, https.printed)
    assert min(http.answered, https.answered) > 500
    assert all_processes(host).isdisjoint(old), host.journal()
    reloads = [line for line in host.journal(400).splitlines() if "Reloaded wsgi-" in line]
    assert len(reloads) == 2, "each once"


def test_packages_one_after_the_other_and_the_last_one_counts(host):
    """A mark that comes while it works restarts it, and that is no failure."""
    old = all_processes(host)
    with load(host, _URLS["keystone"]) as seen:
        for version in (1, 2, 3):
            install_module(host, version)
            time.sleep(_APART)
        renewed(host)
    assert seen.lost == 0, seen.printed
    assert host.says("systemctl", "show", "--property=Result", "--value", "wsgi-renew") == "success"
    assert all_processes(host).isdisjoint(old)
    pids = [main_pid(host, name) for name in _NAMES]
    host.run("systemctl", "start", "wsgi-renew", seconds=90)
    assert [main_pid(host, name) for name in _NAMES] == pids, "all began after the last mark"


def test_the_package_of_a_service_is_taken_in_by_its_instance_alone(host):
    old = {name: processes(host, name) for name in _NAMES}
    with load(host, _URLS["keystone"]) as seen:
        install_code(host, "keystone", 2, "second")
        renewed(host)
    assert seen.lost == 0, seen.printed
    assert host.says("curl", "-s", _URLS["keystone"]) == "second"
    assert processes(host, "keystone").isdisjoint(old["keystone"])
    assert main_pid(host, "placement") in old["placement"]


def test_what_is_not_healthy_serves_on_and_the_others_are_handed_over(host):
    old = {name: processes(host, name) for name in _NAMES}
    with load(host, _URLS["keystone"]) as seen:
        install_package(
            host, "keystone", 3, "usr/lib/python3/dist-packages/hello/__init__.py", "absent\n"
        )
        install_module(host, 4)
        renewed(host)
    assert seen.lost == 0, seen.printed
    assert main_pid(host, "keystone") in old["keystone"]
    assert host.says("curl", "-s", _URLS["keystone"]) == "second"
    assert processes(host, "placement").isdisjoint(old["placement"])
    assert "wsgi-keystone.service refused the reload" in host.journal(40, "wsgi-renew")
    assert host.says("systemctl", "is-failed", "wsgi-renew") == "failed"
    install_code(host, "keystone", 4, "fourth")
    renewed(host)
    assert host.says("curl", "-s", _URLS["keystone"]) == "fourth"


def test_a_certificate_is_taken_in_by_itself_and_nothing_is_lost(host):
    others = processes(host, "keystone")
    with load(host, _URLS["placement"]) as seen:
        for name in ("second", "third"):
            certify(host, name)
            link(host, name)
            host.until(lambda name=name: name in subject(host), f"the {name} certificate", 60)
            renewed(host)
    assert seen.lost == 0, seen.printed
    assert main_pid(host, "keystone") in others, "it has no certificate"
    old = main_pid(host, "placement")
    host.run("touch", "/etc/tls/live/README")
    service = ("systemctl", "show", "--property=Result,ActiveState", "wsgi-certificates@placement")
    host.until(lambda: "ActiveState=activating" in host.says(*service), "a look", 10)
    host.until(lambda: "ActiveState=inactive" in host.says(*service), "the end of the look", 20)
    assert "Result=success" in host.says(*service)
    renewed(host)
    assert main_pid(host, "placement") == old, "another file beside it is no certificate"


def test_needrestart_finds_a_program_that_hands_over(host):
    """It calls the one that is named for the unit instead of systemctl restart."""
    old = processes(host, "keystone")
    with load(host, _URLS["keystone"]) as seen:
        host.run("/etc/needrestart/restart.d/wsgi-keystone.service", seconds=90)
    assert seen.lost == 0, seen.printed
    assert processes(host, "keystone").isdisjoint(old)
