"""A service of the profile -> what its entrypoint sets up and imports."""

from wsgigen.catalog.model import RELEASES, Application
from wsgigen.errors import Problem
from wsgigen.plan.model import Entrypoint
from wsgigen.plan.releases import application_in
from wsgigen.plan.wanted import ServiceInput


def entrypoint(wanted: ServiceInput) -> Entrypoint:
    """Return the entrypoint of *wanted* in the OpenStack release of the profile."""
    request, config = wanted.request, wanted.facts.config
    environment = {**config.environment}
    arguments = request.arguments
    if request.config_files is not None:
        if config.variable:
            environment[config.variable] = ";".join(request.config_files)
        elif not config.argv:
            wanted.problem(
                f"{wanted.name} cannot be told its configuration files",
                "use environment or arguments, as the application needs",
                "config_files",
            )
    if arguments is None and config.argv:
        files = request.config_files
        arguments = (
            wanted.account.arguments
            if files is None
            else tuple(word for file in files for word in ("--config-file", file))
        )
    return Entrypoint(
        _application(wanted),
        {**environment, **request.environment},
        (wanted.name, *(arguments or ())),
    )


def _application(wanted: ServiceInput) -> Application:
    if wanted.request.application:
        module, _, name = wanted.request.application.partition(":")
        return Application(
            module, name.removesuffix("()"), call=() if name.endswith("()") else None
        )
    release = wanted.profile.openstack or RELEASES[-1]
    if not wanted.profile.openstack:
        message = "the catalogue's services have another entrypoint in each OpenStack release"
        likely = wanted.platform.openstack or "2026.1"
        fix = f'add openstack: "{likely}", or the release you run'
        wanted.problems.append(Problem(message, fix))
    if release not in RELEASES:
        wanted.problems.append(
            Problem(
                f"OpenStack {release} is not known",
                f"use one of: {', '.join(RELEASES)}",
                ("openstack",),
            )
        )
        release = RELEASES[-1]
    if application := application_in(wanted.facts, release):
        return application
    message = f"{wanted.name} has no WSGI entrypoint in OpenStack {release}"
    wanted.problem(message, "give its application, or another release", "application")
    return wanted.facts.applications[0]
