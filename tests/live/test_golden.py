"""Every expected tree, put to the programs of its platform that will read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.golden.trees import TREES, Tree, expected, planned
from tests.live.root import Result
from tests.live.shapes import certificate, shape
from wsgigen.plan.model import Instance, Plan

#: What `systemd-analyze security` may say of a service at most, in tenths; 0 is no exposure, 100 is all.
EXPOSURE = 30


@dataclass(frozen=True)
class Host:
    """The results of the programs that read one tree."""

    plan: Plan
    tree: Tree
    accounts: list[Result]
    configurations: list[Result]
    verified: Result
    exposures: list[Result]
    made: list[Result]
    enabled: dict[str, str]

    @property
    def services(self) -> list[str]:
        return services(self.plan, self.tree)


@pytest.fixture(scope="module", params=TREES, ids=lambda one: f"{one[0].stem}-{one[1]}")
def host(request: pytest.FixtureRequest) -> Host:
    profile, name = request.param
    plan, tree = planned(profile, name), expected(profile, name)
    here = shape(plan.platform).over(dict(brought(plan)), tree)
    accounts = sorted(
        {
            pair
            for site in plan.sites
            for pair in (("passwd", site.daemon.user), ("group", site.daemon.group))
        }
    )
    results = iter(
        here.run(
            [
                ("systemd-sysusers",),
                *(("getent", *account) for account in accounts),
                (
                    "mkdir",
                    "--parents",
                    *(one for instance in plan.instances for one in instance.runtime_directories),
                ),  # RuntimeDirectory=, before ExecStartPre=
                *(configtest(plan, instance) for instance in plan.instances),
                ("systemd-analyze", "verify", "--man=no", "--generators=no", *units(plan, tree)),
                *(
                    (
                        "systemd-analyze",
                        "security",
                        "--no-pager",
                        "--offline=true",
                        f"--threshold={EXPOSURE}",
                        one,
                    )
                    for one in services(plan, tree)
                ),
                (
                    "systemd-tmpfiles",
                    "--create",
                    *(
                        Path(path).name
                        for path in tree
                        if path.startswith(f"{plan.platform.tmpfiles}/")
                    ),
                ),
                *(("stat", "--format=%U:%G %a", site.daemon.home) for site in plan.sites),
                (
                    "systemctl",
                    "--root=/",
                    "preset",
                    "wsgi.target",
                    *(instance.unit for instance in plan.instances),
                ),
                *(
                    ("systemctl", "--root=/", "is-enabled", unit)
                    for unit in ("wsgi.target", *(one.unit for one in plan.instances))
                ),
            ]
        )
    )
    return Host(
        plan,
        tree,
        accounts=[next(results) for _ in range(1 + len(accounts) + 1)],
        configurations=[next(results) for _ in plan.instances],
        verified=next(results),
        exposures=[next(results) for _ in services(plan, tree)],
        made=[next(results) for _ in range(1 + len(plan.sites))],
        enabled={
            result.command[-1]: result.output.strip()
            for result in results
            if "is-enabled" in result.command
        },
    )


def brought(plan: Plan) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the files that wsgigen leaves to others: certificates, and groups it borrows."""
    for site in plan.sites:
        if site.tls:
            public, private = certificate()
            yield site.tls.certificate, ("0644", public)
            yield site.tls.key, ("0600", private)
            if site.tls.client_ca:
                yield site.tls.client_ca, ("0644", public)
        if site.daemon.supplementary_groups:
            groups = "".join(f"g {group} - -\n" for group in site.daemon.supplementary_groups)
            yield f"{plan.platform.sysusers}/borrowed-{site.service}.conf", ("0644", groups)


def configtest(plan: Plan, instance: Instance) -> tuple[object, ...]:
    if instance.dedicated:
        return (plan.platform.httpd, "-t", "-f", instance.config)
    return ("/usr/sbin/apachectl", "configtest")


def units(plan: Plan, tree: Tree) -> list[str]:
    """The units of the tree, and those that its drop-ins belong to."""
    below = f"{plan.platform.units}/"
    names = {
        path.removeprefix(below).partition(".d/")[0] for path in tree if path.startswith(below)
    }
    return sorted(f"{below}{name}" for name in names)


def services(plan: Plan, tree: Tree) -> list[str]:
    return [unit for unit in units(plan, tree) if unit.endswith(".service")]


def test_sysusers_makes_every_account(host: Host) -> None:
    assert [result for result in host.accounts if result.status != 0] == []
    shells = [
        result.output.rsplit(":", 1)[1].strip()
        for result in host.accounts
        if "passwd" in result.command
    ]
    assert {shell for shell in shells if not shell.endswith(("nologin", "false"))} == set()


def test_httpd_takes_every_configuration_without_a_warning(host: Host) -> None:
    assert [
        result
        for result in host.configurations
        if (result.status, result.output.strip()) != (0, "Syntax OK")
    ] == []


def test_systemd_has_nothing_to_say_about_the_units(host: Host) -> None:
    assert [line for line in host.verified.output.splitlines() if concerns(line, host)] == []
    assert host.verified.status == 0, host.verified.output


def concerns(line: str, host: Host) -> bool:
    """Return whether a line of systemd's is about the tree, not this machine's own units."""
    return bool(re.search(r"wsgi|\b(?:apache2|httpd)\.service", line))


def test_no_service_is_more_exposed_than_it_must_be(host: Host) -> None:
    assert [
        (result.command[-1], result.output.splitlines()[-1])
        for result in host.exposures
        if result.status != 0
    ] == []
    assert len(host.exposures) >= len(host.plan.instances)


def test_tmpfiles_makes_the_homes_that_no_package_brings(host: Host) -> None:
    created, *homes = host.made
    assert (created.status, created.output) == (0, "")
    made = {
        line.split()[1]: line.split()
        for words in host.tree.values()
        for line in words[1].splitlines()
        if re.match(r"d /", line)
    }
    for result in homes:
        if wanted := made.get(result.command[-1]):
            mode, user, group = (
                word.removeprefix(":") for word in wanted[2:5]
            )  # a colon: only where it is made
            assert result.output.split() == [f"{user}:{group}", mode.lstrip("0")]


def test_presets_enable_what_systemd_manages_and_nothing_else(host: Host) -> None:
    assert host.enabled["wsgi.target"] == "enabled"
    for instance in host.plan.instances:
        assert host.enabled[instance.unit] == (
            "enabled"
            if instance.manager == "systemd"
            else "static"
            if instance.dedicated
            else "disabled"
        )
