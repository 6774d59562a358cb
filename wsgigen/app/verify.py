"""Has the programs that will read a tree judge it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.app.plan import load_local_plan, load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.host import verify as programs
from wsgigen.host.apache import Apache
from wsgigen.host.verify import Verification
from wsgigen.plan.model import Plan


def verify(target: BuildTarget, apache_name: str | None) -> tuple[Verification, ...]:
    """Return the verdicts on *target*; httpd's is that of the Apache called *apache_name*.

    Raises UserError for a profile that cannot be used.
    """
    plan = load_plan(target)
    verdicts = [*programs.entrypoints(plan), *programs.units(plan)]
    with TemporaryDirectory(prefix="wsgigen-") as temporary:

        def local_plan(apache: Apache) -> Plan:
            platform = programs.platform(apache, Path(temporary), plan.platform)
            return load_local_plan(BuildTarget(target.profile, target.layout), platform)

        return (*verdicts, *programs.configurations(plan, local_plan, apache_name))
