"""Puts what was rendered to the programs that will read it."""

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
from wsgigen.plan.model import Plan, Site
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree
from wsgigen.tree.manifest import below

OK, FAILED, NOT_RUN, NOT_LOOKED_AT = "ok", "failed", "not run", "not looked at"


@dataclass(frozen=True)
class Recommendation:
    """What one program said of one file; `why` is its own words, or what it needed."""

    what: str
    result: str
    why: str = ""


def platform(apache: Apache, root: Path, wanted: Platform) -> Platform:
    """The platform `local`, with TLS where this machine has it; a stand-in where *wanted* has a crypto policy."""
    has = "ssl_module" in apache.static or (apache.modules / "mod_ssl.so").exists()
    return replace(
        local.platform(apache, root),
        tls=has,
        crypto_policy="DEFAULT" if wanted.crypto_policy else "",
    )


def configurations(
    plan: Plan, plan_for: Callable[[Apache], Plan], name: str | None
) -> Iterator[Recommendation]:
    """`httpd -t` on each instance of *plan*, as *plan_for* would serve it on this machine by the Apache called *name*."""
    try:
        served = plan_for(find(name))
    except UserError as error:
        yield Recommendation("httpd -t", NOT_RUN, str(error))
        return
    if any(site.tls for site in plan.sites):
        wanting = (
            "mod_ssl is not on this machine"
            if not served.platform.tls
            else _certify(Path(served.platform.prefix))
        )
        if wanting:
            yield Recommendation("httpd -t: TLS", NOT_RUN, wanting)
        served = _certified(served, certified=not wanting)
    build_tree(render(served), Path(served.platform.prefix), served.profile, force=True)
    for instance in served.instances:
        for directory in (instance.run, instance.logs, *(site.logs for site in instance.sites)):
            Path(directory).mkdir(parents=True, exist_ok=True)
        found = _run(
            str(served.platform.httpd),
            "-t",
            "-f",
            str(instance.config),
            env=environment(served.platform.modules_dir),
        )
        yield Recommendation(
            f"httpd -t: {instance.name}",
            OK if found.returncode == 0 else FAILED,
            "" if found.returncode == 0 else found.stderr.strip(),
        )


def _certify(root: Path) -> str:
    """Make a certificate that vouches for itself below *root*. Returns why that is not possible, if it is not."""
    openssl = shutil.which("openssl")
    if not openssl:
        return "openssl, which makes a certificate to try with, is not on this machine"
    files = ("-keyout", str(root / "key.pem"), "-out", str(root / "certificate.pem"))
    found = _run(
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=wsgigen",
        *files,
    )
    return "" if found.returncode == 0 else found.stderr.strip()


def _certified(plan: Plan, *, certified: bool) -> Plan:
    """*plan* with the certificate of `_certify` in place of its own, or without TLS."""
    root = Path(plan.platform.prefix)

    def site(one: Site) -> Site:
        if not one.tls or not certified:
            return replace(one, tls=None)
        certificate, key = str(root / "certificate.pem"), str(root / "key.pem")
        return replace(
            one,
            tls=replace(
                one.tls,
                certificate=certificate,
                key=key,
                client_ca=one.tls.client_ca and certificate,
            ),
        )

    return replace(
        plan,
        instances=tuple(replace(one, sites=tuple(map(site, one.sites))) for one in plan.instances),
    )


def entrypoints(plan: Plan) -> Iterator[Recommendation]:
    """Each entrypoint is Python whose module is there, in a virtual environment of mod_wsgi's version, with the paths that it needs.

    Where this machine is not the target of a service, that is said; nothing of an application is run.
    """
    for artifact in render(plan):
        if artifact.path.suffix == ".wsgi":
            compile(artifact.content, str(artifact.path), "exec")
    wrong = {problem.key[1]: problem.message for problem in mismatched(plan)}
    for site in plan.sites:
        elsewhere = target.elsewhere(plan, site)
        if elsewhere:
            yield Recommendation(f"entrypoint: {site.service}", NOT_LOOKED_AT, elsewhere)
        else:
            yield _module(plan, site)
            yield from _paths(plan, site)
        if site.service in wrong:
            yield Recommendation(f"venv: {site.service}", FAILED, wrong[site.service])
        elif elsewhere and site.daemon.venv and version(Path(site.daemon.venv)) is None:
            yield Recommendation(
                f"venv: {site.service}", NOT_RUN, f"{site.daemon.venv} is not on this machine"
            )


def _module(plan: Plan, site: Site) -> Recommendation:
    found, opaque = target.module(plan, site)
    what, name = f"entrypoint: {site.service}", site.entry.application.module
    if found:
        return Recommendation(what, OK, str(found))
    where = (
        f"in the Python of {site.daemon.venv}"
        if site.daemon.venv
        else f"in the Python of {plan.platform.name}"
    )
    beside = f" or in {', '.join(site.daemon.python_path)}" if site.daemon.python_path else ""
    if opaque:
        return Recommendation(
            what,
            NOT_LOOKED_AT,
            f"{name} is not {where}{beside}, as far as can be seen without running {opaque}",
        )
    return Recommendation(what, FAILED, f"{name} is not {where}{beside}")


def _paths(plan: Plan, site: Site) -> Iterator[Recommendation]:
    hidden = set(target.hidden(site))
    missing = [one for one in target.missing(plan, site) if one not in hidden]
    if missing:
        yield Recommendation(
            f"paths: {site.service}", FAILED, f"not there, and made by nobody: {', '.join(missing)}"
        )
    if not_directories := [one for one in target.not_directories(site) if one not in hidden]:
        yield Recommendation(
            f"paths: {site.service}", FAILED, f"not a directory: {', '.join(not_directories)}"
        )
    if hidden:
        yield Recommendation(
            f"paths: {site.service}",
            NOT_LOOKED_AT,
            f"you may not look at {', '.join(sorted(hidden))}",
        )
    if not missing and not not_directories and not hidden:
        yield Recommendation(f"paths: {site.service}", OK)


def units(plan: Plan) -> Iterator[Recommendation]:
    """`systemd-analyze verify` on each unit; programs and units that are not on this machine are named, not failed."""
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        yield Recommendation("units", NOT_RUN, "systemd-analyze is not on this machine")
        return
    with TemporaryDirectory() as temporary:
        root = Path(temporary) / "root"
        build_tree(render(plan), root, plan.profile)
        directory = below(root, plan.platform.units)
        ours = {
            path.name
            for path in directory.glob("*")
            if path.suffix in (".service", ".timer", ".target", ".slice")
        }
        shipped = {instance.unit for instance in plan.instances} - ours
        absent = {unit for unit in shipped if not _installed(analyze, unit)}
        for unit in absent:
            (directory / unit).write_text(_STAND_IN)
        for name in sorted(ours | shipped):
            shown = name.replace("@.", "@instance.")
            if shown != name:
                (directory / shown).symlink_to(name)
            yield _unit(analyze, directory, shown, stands_in=name in absent)


#: What the platform's own unit is taken for where its package is not: the drop-in for it is verified all the same.
_STAND_IN = "[Service]\nExecStart=/bin/true\n"


def _installed(analyze: str, unit: str) -> bool:
    """Return whether systemd finds a unit file of that name on this machine."""
    return any(
        (Path(directory) / unit).exists()
        for directory in _run(analyze, "unit-paths").stdout.splitlines()
    )


def _unit(analyze: str, directory: Path, name: str, *, stands_in: bool) -> Recommendation:
    # By its name, since a unit of the platform lies elsewhere; the colon is for systemd's own directories, which follow.
    found = _run(
        analyze,
        "verify",
        "--man=no",
        name,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{directory}:"},
    )
    complaints = [
        line.replace(f"{directory}/", "") for line in found.stderr.splitlines() if line.strip()
    ]
    lacking = [line for line in complaints if "is not executable" in line]
    mine = [
        line
        for line in complaints
        if line not in lacking and re.search(re.escape(name.partition("@")[0]) + "|wsgi", line)
    ]
    if mine:
        return Recommendation(f"unit: {name}", FAILED, "\n".join(mine))
    programs = sorted(
        {
            match[1]
            for line in lacking
            if (match := re.search(r"Command (\S+) is not executable", line))
        }
    )
    absent = [*([f"{name} (its drop-in was verified)"] if stands_in else []), *programs]
    return Recommendation(
        f"unit: {name}", OK, f"not on this machine: {', '.join(absent)}" if absent else ""
    )


def _run(*command: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=env)
