"""A profile's file -> its plan, or all that is wrong with it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from wsgigen.app.open import open_profile
from wsgigen.app.target import BuildTarget
from wsgigen.catalog.model import Platform
from wsgigen.errors import attempt
from wsgigen.plan.model import Plan
from wsgigen.plan.packages import packages
from wsgigen.plan.resolve import resolve
from wsgigen.profile.model import Profile


def load_plan(target: BuildTarget) -> Plan:
    """Return the plan of *target*; the platform `local` is this machine.

    Raises UserError with all that is wrong, each with its line or its option.
    """
    opened = open_profile(target)
    return opened.accept(attempt(partial(_resolve, opened.profile, target.tree)))


def load_local_plan(target: BuildTarget, platform: Platform) -> Plan:
    """Return the plan of *target* on *platform*, which is this machine in place of its own.

    Raises UserError with all that is wrong, each with its line or its option.
    """
    opened = open_profile(target)
    profile = replace(opened.profile, platform="local")
    return opened.accept(attempt(partial(resolve, profile, platform)))


def required_packages(target: BuildTarget) -> tuple[str, ...]:
    """Return the distribution's packages that the services of *target* need."""
    plan = load_plan(target)
    return tuple(packages(plan.platform, plan.sites))


def _resolve(profile: Profile, tree: Path) -> Plan:
    if profile.platform != "local":
        return resolve(profile)
    # Most profiles are for other machines.
    from wsgigen.host.apache import find  # noqa: PLC0415
    from wsgigen.host.local_platform import local_platform  # noqa: PLC0415

    return resolve(profile, local_platform(find(), tree))
