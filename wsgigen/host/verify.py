"""Verifies rendered files with the programs that will read them."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.catalog.model import Platform
from wsgigen.errors import UserError
from wsgigen.host import apache as local
from wsgigen.host import target
from wsgigen.host.apache import Apache, environment, find
from wsgigen.host.venv import mismatched, version
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree
from wsgigen.tree.manifest import below

OK, FAILED, NOT_RUN, NOT_LOOKED_AT = "ok", "failed", "not run", "not looked at"

#: Files below the root: the certificate that is made to verify TLS with, and its key.
_CERTIFICATE, _KEY = "certificate.pem", "key.pem"

_UNIT_SUFFIXES = (".service", ".timer", ".target", ".slice")
#: Stands in for the platform's own unit if its package is not installed, so that the drop-in for it
#: is verified nevertheless.
_STAND_IN = "[Service]\nExecStart=/bin/true\n"
#: What systemd-analyze says of a program that is not on this machine.
_ABSENT_PROGRAM = re.compile(r"Command (\S+) is not executable")


@dataclass(frozen=True)
class Verification:
    """The result of verifying one file, or the paths of one service."""

    name: str  #: how it was verified and what, such as `httpd -t: keystone`
    result: str  #: OK, FAILED, NOT_RUN or NOT_LOOKED_AT
    reason: str = ""  #: what the program printed, or what it would have needed


def platform(apache: Apache, root: Path, wanted: Platform) -> Platform:
    """Return the platform `local`, with TLS if this machine has mod_ssl.

    It has a crypto policy if *wanted* has one.
    """
    has_tls = "ssl_module" in apache.static or (apache.modules / "mod_ssl.so").exists()
    return replace(
        local.platform(apache, root),
        tls=has_tls,
        crypto_policy="DEFAULT" if wanted.crypto_policy else "",
    )


def configurations(
    plan: Plan, plan_for: Callable[[Apache], Plan], name: str | None
) -> Iterator[Verification]:
    """Run `httpd -t` on each instance of *plan*.

    The Apache is the one called *name* on this machine, and *plan_for* returns the plan as that
    Apache would serve it.
    """
    try:
        served = plan_for(find(name))
    except UserError as error:
        yield Verification("httpd -t", NOT_RUN, str(error))
        return
    if any(site.tls for site in plan.sites):
        obstacle = _tls_obstacle(served)
        if obstacle:
            yield Verification("httpd -t: TLS", NOT_RUN, obstacle)
        served = _without_tls(served) if obstacle else _with_own_certificate(served)
    build_tree(render(served), Path(served.platform.prefix), served.profile, force=True)
    for instance in served.instances:
        for directory in (instance.run, instance.logs, *(site.logs for site in instance.sites)):
            Path(directory).mkdir(parents=True, exist_ok=True)
        yield _configuration(served, instance)


def _configuration(plan: Plan, instance: Instance) -> Verification:
    httpd, environ = str(plan.platform.httpd), environment(plan.platform.modules_dir)
    completed = _run(httpd, "-t", "-f", str(instance.config), env=environ)
    name = f"httpd -t: {instance.name}"
    if completed.returncode:
        return Verification(name, FAILED, completed.stderr.strip())
    return Verification(name, OK)


def _tls_obstacle(plan: Plan) -> str:
    """Make a certificate to verify TLS with; return why this machine cannot, "" if it did."""
    if not plan.platform.tls:
        return "mod_ssl is not on this machine"
    return _make_certificate(Path(plan.platform.prefix))


def _make_certificate(root: Path) -> str:
    """Make a self-signed certificate below *root*; return why that failed, "" if it did not."""
    openssl = shutil.which("openssl")
    if not openssl:
        return "openssl, which makes a certificate to try with, is not on this machine"
    options = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=wsgigen")
    files = ("-keyout", str(root / _KEY), "-out", str(root / _CERTIFICATE))
    completed = _run(openssl, "req", *options, *files)
    return completed.stderr.strip() if completed.returncode else ""


def _with_own_certificate(plan: Plan) -> Plan:
    """Return *plan* with the certificate of `_make_certificate` in place of its own."""
    root = Path(plan.platform.prefix)
    certificate, key = str(root / _CERTIFICATE), str(root / _KEY)

    def certified(site: Site) -> Site:
        if not site.tls:
            return site
        client_ca = site.tls.client_ca and certificate
        tls = replace(site.tls, certificate=certificate, key=key, client_ca=client_ca)
        return replace(site, tls=tls)

    return _with_sites(plan, certified)


def _without_tls(plan: Plan) -> Plan:
    return _with_sites(plan, lambda site: replace(site, tls=None))


def _with_sites(plan: Plan, changed: Callable[[Site], Site]) -> Plan:
    """Return *plan* with each site as *changed* returns it."""
    return replace(
        plan,
        instances=tuple(
            replace(instance, sites=tuple(map(changed, instance.sites)))
            for instance in plan.instances
        ),
    )


def entrypoints(plan: Plan) -> Iterator[Verification]:
    """Verify each site's entrypoint, its module, its virtual environment and its paths.

    A site that this machine is not the host of is NOT_LOOKED_AT. No code of an application runs.
    """
    for artifact in render(plan):
        if artifact.path.suffix == ".wsgi":
            compile(artifact.content, str(artifact.path), "exec")
    mismatches = {problem.key[1]: problem.message for problem in mismatched(plan)}
    for site in plan.sites:
        elsewhere = target.elsewhere(plan, site)
        if elsewhere:
            yield Verification(f"entrypoint: {site.service}", NOT_LOOKED_AT, elsewhere)
        else:
            yield _module(plan, site)
            yield from _paths(plan, site)
        name = f"venv: {site.service}"
        if site.service in mismatches:
            yield Verification(name, FAILED, mismatches[site.service])
        elif elsewhere and site.daemon.venv and version(Path(site.daemon.venv)) is None:
            yield Verification(name, NOT_RUN, f"{site.daemon.venv} is not on this machine")


def _module(plan: Plan, site: Site) -> Verification:
    file, opaque = target.module(plan, site)
    name = f"entrypoint: {site.service}"
    if file:
        return Verification(name, OK, str(file))
    python = f"the Python of {site.daemon.venv or plan.platform.name}"
    places = [python, *([", ".join(site.daemon.python_path)] if site.daemon.python_path else [])]
    absent = f"{site.entry.application.module} is not in {' or in '.join(places)}"
    if opaque:
        reason = f"{absent}, as far as can be seen without running {opaque}"
        return Verification(name, NOT_LOOKED_AT, reason)
    return Verification(name, FAILED, absent)


def _paths(plan: Plan, site: Site) -> Iterator[Verification]:
    name = f"paths: {site.service}"
    hidden = set(target.hidden(site))
    missing = [path for path in target.missing(plan, site) if path not in hidden]
    not_directories = [path for path in target.not_directories(site) if path not in hidden]
    if missing:
        reason = f"not there, and made by nobody: {', '.join(missing)}"
        yield Verification(name, FAILED, reason)
    if not_directories:
        yield Verification(name, FAILED, f"not a directory: {', '.join(not_directories)}")
    if hidden:
        reason = f"you may not look at {', '.join(sorted(hidden))}"
        yield Verification(name, NOT_LOOKED_AT, reason)
    if not missing and not not_directories and not hidden:
        yield Verification(name, OK)


def units(plan: Plan) -> Iterator[Verification]:
    """Run `systemd-analyze verify` on each unit.

    Programs and units that are missing on this machine are named; they are no failure.
    """
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        yield Verification("units", NOT_RUN, "systemd-analyze is not on this machine")
        return
    with TemporaryDirectory() as temporary:
        root = Path(temporary) / "root"
        build_tree(render(plan), root, plan.profile)
        directory = below(root, plan.platform.units)
        generated = {path.name for path in directory.glob("*") if path.suffix in _UNIT_SUFFIXES}
        shipped = {instance.unit for instance in plan.instances} - generated
        absent = {unit for unit in shipped if not _is_installed(analyze, unit)}
        for unit in absent:
            (directory / unit).write_text(_STAND_IN)
        for name in sorted(generated | shipped):
            instantiated = name.replace("@.", "@instance.")
            if instantiated != name:
                (directory / instantiated).symlink_to(name)
            yield _unit(analyze, directory, instantiated, stands_in=name in absent)


def _is_installed(analyze: str, unit: str) -> bool:
    """Return whether systemd finds a unit file of that name on this machine."""
    return any(
        (Path(directory) / unit).exists()
        for directory in _run(analyze, "unit-paths").stdout.splitlines()
    )


def _unit(analyze: str, directory: Path, name: str, *, stands_in: bool) -> Verification:
    # A unit of the platform is elsewhere, so it is verified by name. The colon at the end of the
    # path stands for systemd's own directories.
    environ = {**os.environ, "SYSTEMD_UNIT_PATH": f"{directory}:"}
    completed = _run(analyze, "verify", "--man=no", name, env=environ)
    complaints = [
        line.replace(f"{directory}/", "") for line in completed.stderr.splitlines() if line.strip()
    ]
    own = re.compile(re.escape(name.partition("@")[0]) + "|wsgi")
    failures = [line for line in complaints if not _is_absence(line) and own.search(line)]
    if failures:
        return Verification(f"unit: {name}", FAILED, "\n".join(failures))
    matches = [_ABSENT_PROGRAM.search(line) for line in complaints]
    programs = sorted({match[1] for match in matches if match})
    absent = [*([f"{name} (its drop-in was verified)"] if stands_in else []), *programs]
    reason = f"not on this machine: {', '.join(absent)}" if absent else ""
    return Verification(f"unit: {name}", OK, reason)


def _is_absence(complaint: str) -> bool:
    """Return whether systemd-analyze only complains that a program is not installed here."""
    return "is not executable" in complaint


def _run(*command: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=env)
