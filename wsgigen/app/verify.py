"""Verifies a tree with the programs that will read it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.app.plan import load_local_plan, load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.host.apache import Apache
from wsgigen.host.verify.entrypoints import verify_entrypoints
from wsgigen.host.verify.httpd import platform_with_tls, verify_configurations
from wsgigen.host.verify.result import Verification
from wsgigen.host.verify.units import verify_units
from wsgigen.plan.model import Plan


def verify(target: BuildTarget, apache_name: str | None) -> tuple[Verification, ...]:
    """Return the verdicts on *target*, with the Apache called *apache_name*.

    Raises UserError for a profile that cannot be used.
    """
    plan = load_plan(target)
    verdicts = [*verify_entrypoints(plan), *verify_units(plan)]
    with TemporaryDirectory(prefix="wsgigen-") as temporary:

        def local_plan(apache: Apache) -> Plan:
            local = platform_with_tls(apache, Path(temporary), plan.platform)
            return load_local_plan(BuildTarget(target.profile, target.layout), local)

        return (*verdicts, *verify_configurations(plan, local_plan, apache_name))
