"""Verifies configurations with `httpd -t`, as this machine would serve them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from wsgigen.catalog.model import Platform
from wsgigen.errors import UserError
from wsgigen.host.apache import Apache, environment, find
from wsgigen.host.local_platform import local_platform
from wsgigen.host.verify.result import FAILED, NOT_RUN, OK, Verification, run_program
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

#: Files below the root: the certificate that is made to verify TLS with, and its key.
_CERTIFICATE, _KEY = "certificate.pem", "key.pem"


def platform_with_tls(apache: Apache, root: Path, wanted: Platform) -> Platform:
    """Return the platform `local`, with TLS if this machine has mod_ssl.

    It has a crypto policy if *wanted* has one.
    """
    has_tls = "ssl_module" in apache.static or (apache.modules / "mod_ssl.so").exists()
    return replace(
        local_platform(apache, root),
        tls=has_tls,
        crypto_policy="DEFAULT" if wanted.crypto_policy else "",
    )


def verify_configurations(
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
        directories = (*instance.runtime_directories, instance.logs)
        for directory in (*directories, *(site.logs for site in instance.sites)):
            Path(directory).mkdir(parents=True, exist_ok=True)
        yield _verify_configuration(served, instance)


def _verify_configuration(plan: Plan, instance: Instance) -> Verification:
    httpd, environ = str(plan.platform.httpd), environment(plan.platform.modules_dir)
    completed = run_program(httpd, "-t", "-f", str(instance.config), env=environ)
    name = f"httpd -t: {instance.name}"
    if completed.returncode:
        return Verification(name, FAILED, completed.stderr.strip())
    return Verification(name, OK)


def _tls_obstacle(plan: Plan) -> str:
    """Make a certificate to verify TLS with; return "", or why that is not possible."""
    if not plan.platform.tls:
        return "mod_ssl is not on this machine"
    return _make_certificate(Path(plan.platform.prefix))


def _make_certificate(root: Path) -> str:
    """Make a self-signed certificate below *root*; return "", or why that failed."""
    openssl = shutil.which("openssl")
    if not openssl:
        return "openssl, which makes a certificate to try with, is not on this machine"
    options = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=wsgigen")
    files = ("-keyout", str(root / _KEY), "-out", str(root / _CERTIFICATE))
    completed = run_program(openssl, "req", *options, *files)
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
