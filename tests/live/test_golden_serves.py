"""Every expected tree, started for real: its accounts, its instances, its own probes. Only the applications are stand-ins."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.golden.trees import TREES, Tree, expected, planned
from tests.live.root import Result
from tests.live.shapes import shape
from tests.live.test_golden import brought
from wsgigen.plan.model import Plan
from wsgigen.render.probing import start_check
from wsgigen.render.render import render

#: Answers as the service's probe wants it, and says as whom and where it does.
STUB = """import grp, os, pwd
def application(environ, start_response):
    user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    body = " ".join([environ["mod_wsgi.process_group"], user, group, os.getcwd()])
    start_response("{} Stub", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body.encode()]
"""
#: Only Fedora's and SUSE's OpenSSL know the cipher list PROFILE=SYSTEM, and this machine's is neither.
SERVED = [
    (profile, platform)
    for profile, platform in TREES
    if profile.stem != "tls-proxy" or platform == "debian-12"
]


@pytest.mark.parametrize(
    ("profile", "platform"),
    SERVED,
    ids=[f"{profile.stem}-{platform}" for profile, platform in SERVED],
)
def test_every_instance_starts_and_every_probe_is_content(profile: Path, platform: str) -> None:
    plan = planned(profile, platform)
    stubs = {str(site.script): ("0644", STUB.format(site.probe.statuses[0])) for site in plan.sites}
    tree = expected(profile, platform)
    here = shape(plan.platform).over(dict(brought(plan)), tree, stubs)
    results = here.run(
        [
            *prepared(plan),
            *started(plan),
            *asked(plan, tree),
            *(("cat", site.logs / "error.log") for site in plan.sites),
        ]
    )
    assert len([result for result in results if "--wait" in result.command]) == len(plan.instances)
    logs = "".join(result.output for result in results if result.command[0] == "cat")
    assert [
        result for result in results if result.status != 0 and result.command[0] != "cat"
    ] == [], logs
    assert answers(results) == [
        f"{one.service} {one.daemon.user} {one.daemon.group} {one.daemon.home}"
        for one in plan.sites
    ], logs


def prepared(plan: Plan) -> Iterator[tuple[object, ...]]:
    """Yield the commands that prepare the host.

    They make addresses, accounts, homes, virtual environments, and directories that systemd makes.
    """
    yield ("ip", "link", "set", "lo", "up")
    for address in sorted({site.probe.address for site in plan.sites} - {"127.0.0.1"}):
        yield ("ip", "address", "add", address, "dev", "lo")
    for address in sorted(
        {words.rpartition(":")[0].strip("[]") for site in plan.sites for words in site.addresses}
    ):
        if address not in {"*", "127.0.0.1", "::1", *(site.probe.address for site in plan.sites)}:
            yield ("ip", "address", "add", address, "dev", "lo")
    yield ("systemd-sysusers",)
    yield ("mkdir", "--parents", plan.platform.httpd_pid.parent)
    for site in plan.sites:
        yield ("mkdir", "--parents", site.daemon.home, site.logs)
        yield ("chown", f"{site.daemon.user}:{site.daemon.group}", site.daemon.home)
        if site.daemon.venv:
            yield ("python3", "-m", "venv", "--without-pip", site.daemon.venv)
    for instance in plan.instances:
        yield ("mkdir", "--parents", "--mode=0711", *instance.runtime_directories)


def started(plan: Plan) -> Iterator[tuple[object, ...]]:
    for instance in plan.instances:
        yield (
            (plan.platform.httpd, "-f", instance.config)
            if instance.dedicated
            else ("/usr/sbin/apachectl", "start")
        )


def asked(plan: Plan, tree: Tree) -> Iterator[tuple[object, ...]]:
    """The start checks as they stand in the units, but for every service; then the same requests for a person to read."""
    units = "".join(
        content
        for path, (_, content) in sorted(tree.items())
        if path.startswith(f"{plan.platform.units}/")
    )
    for number, check in enumerate(re.findall(r"^ExecStartPost=(/.+)$", units, re.M)):
        yield tuple(
            shlex.split(
                re.sub(r"--wait \d+ --starting( --any)?", f"--wait {5 if number else 20}", check)
            )
        )
    for site in plan.sites:
        yield (
            "curl",
            "--silent",
            "--insecure",
            "--max-time",
            10,
            "--header",
            f"Host: {site.probe.host}",
            f"{site.url}{site.probe.path}",
        )


def answers(results: list[Result]) -> list[str]:
    return [result.output for result in results if result.command[0] == "curl"]


@pytest.mark.parametrize("layout", ["per-service", "single"])
def test_who_has_no_client_certificate_gets_no_further_than_the_probe(layout: str) -> None:
    profile = next(profile for profile, _ in TREES if profile.stem == "tls-proxy")
    plan = planned(profile, "debian-12", layout)
    site = next(site for site in plan.sites if site.tls and site.tls.client_ca)
    stubs = {str(site.script): ("0644", STUB.format(200)) for site in plan.sites}
    tree = {
        str(one.path): (f"-> {one.link}" if one.link else f"{one.mode:04o}", one.content)
        for one in render(plan)
    }
    status = ("--output", "/dev/null", "--write-out", "%{http_code}")
    ask = ("curl", "--silent", "--insecure", *status, "--header", f"Host: {site.server_name}")
    holder = ("--cert", site.tls.client_ca, "--key", site.tls.key) if site.tls else ()
    here = shape(plan.platform).over(dict(brought(plan)), tree, stubs)
    results = here.run(
        [
            *prepared(plan),
            *started(plan),
            start_check(plan, plan.instances[0], (site,)),
            (*ask, f"{site.url}{site.probe.path}"),
            (*ask, f"{site.url}/v1/secrets"),
            (*ask, *holder, f"{site.url}/v1/secrets"),
        ]
    )
    assert [result for result in results if result.status != 0] == []
    assert answers(results) == ["200", "403", "200"]
