"""Profile -> Plan: names become facts, keys become values, services are laid out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from wsgigen.catalog.choices import LayoutName, Manager, Reload
from wsgigen.catalog.model import Platform
from wsgigen.errors import Problem, UserError, suggest
from wsgigen.plan.arrangement import InstanceSpec, Layout
from wsgigen.plan.available import available
from wsgigen.plan.instances import directory, instance
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.ports import clashes
from wsgigen.plan.sites import resolve as site_of
from wsgigen.plan.wanted import ServiceInput, catalog_facts
from wsgigen.profile.model import Profile
from wsgigen.registry import every, find

T = TypeVar("T")
_PACKAGES = {"platform": "wsgigen.catalog.platforms", "layout": "wsgigen.plan.layouts"}


def platform_of(profile: Profile) -> Platform:
    """Return the platform that *profile* names; raises UserError for an unknown one."""
    platform: Platform = _find("platform", profile.platform, "PLATFORM")
    return platform


def resolve(profile: Profile, platform: Platform | None = None) -> Plan:
    """Return the deployment of *profile* on *platform*, or on its own if none is given.

    Raises UserError with every unknown service, every missing fact, and every clash between two
    services.
    """
    problems: list[Problem] = []
    chosen = platform or _try(problems, partial(platform_of, profile))
    platform = chosen or _find("platform", "local", "PLATFORM")
    layout: Layout | None = _try(problems, partial(_find, "layout", profile.layout, "LAYOUT"))
    problems += _groups(profile, layout)
    if layout is None or problems:  # go on as simply as possible, to find what else is wrong
        layout = _find("layout", LayoutName.PER_SERVICE, "LAYOUT")
    specs = tuple(_specs(profile, platform, layout))
    problems += _names(specs)
    problems += _reload(profile, platform, specs)
    resolved = _sites(profile, platform, specs, problems)
    problems += clashes(resolved.values()) if chosen else ()
    if problems:
        raise UserError(dict.fromkeys(problems))
    instances = tuple(_instances(profile, platform, specs, resolved))
    return Plan(
        profile=profile.name,
        layout=layout.name,
        platform=platform,
        server_name=profile.server_name,
        instances=instances,
        trusted_proxies=profile.trusted_proxies,
        logs=profile.logs,
        available=available(platform),
        notes=tuple(_notes(platform, instances)),
    )


def _find(kind: str, name: str, attribute: str) -> Any:
    value = find(_PACKAGES[kind], name, attribute)
    if value is None:
        fix = suggest(name, (choice.name for choice in every(_PACKAGES[kind], attribute)))
        raise UserError([Problem(f"{name} is not a {kind} that wsgigen knows", fix, (kind,))])
    return value


def _try(problems: list[Problem], step: Callable[[], T]) -> T | None:
    try:
        return step()
    except UserError as error:
        problems.extend(error.problems)
        return None


def _specs(profile: Profile, platform: Platform, layout: Layout) -> Iterator[InstanceSpec]:
    for spec in layout.arrange(tuple(profile.services), profile.groups):
        yield replace(spec, dedicated=spec.dedicated or not platform.privileged)


def _sites(
    profile: Profile, platform: Platform, specs: tuple[InstanceSpec, ...], problems: list[Problem]
) -> Mapping[str, Site]:
    resolved: dict[str, Site] = {}
    for spec in specs:
        for name in spec.services:
            site: Site | None = _try(problems, partial(_site, profile, platform, name, spec))
            if site:
                resolved[name] = site
    return resolved


def _site(profile: Profile, platform: Platform, name: str, spec: InstanceSpec) -> Site:
    request = profile.services[name]
    wanted = ServiceInput(profile, platform, name, request, catalog_facts(name, request))
    return site_of(wanted, spec, directory(platform, spec))


def _instances(
    profile: Profile,
    platform: Platform,
    specs: tuple[InstanceSpec, ...],
    resolved: Mapping[str, Site],
) -> Iterator[Instance]:
    for spec in specs:
        yield instance(
            platform,
            spec,
            tuple(resolved[name] for name in spec.services),
            profile.reload or (Reload.HANDOVER if spec.dedicated else Reload.RECYCLE),
            proxied=bool(profile.trusted_proxies),
        )


def _groups(profile: Profile, layout: Layout | None) -> Iterator[Problem]:
    """Yield what is wrong with the groups.

    They name services of the profile, each once, and belong to the layout `grouped`.
    """
    if not profile.services:
        yield Problem(
            "the profile has no services", "add services: {keystone: {}}, or another", ("services",)
        )
    if profile.groups and layout and layout.name is not LayoutName.GROUPED:
        yield Problem(
            f"groups mean nothing in the layout {profile.layout}",
            "use layout: grouped, or remove groups",
            ("groups",),
        )
    owner: dict[str, str] = {}
    for group, members in profile.groups.items():
        if not members:
            yield Problem(
                f"the group {group} has no services",
                "name its services, or remove it",
                ("groups", group),
            )
        for index, name in enumerate(members):
            key = ("groups", group, index)
            if name not in profile.services:
                yield Problem(
                    f"the group {group} holds {name}, which is no service of this profile",
                    suggest(name, profile.services),
                    key,
                )
            elif owner.setdefault(name, group) != group:
                yield Problem(
                    f"{name} is in the groups {owner[name]} and {group}",
                    "a service has one instance: keep it in one group",
                    key,
                )


def _reload(
    profile: Profile, platform: Platform, specs: tuple[InstanceSpec, ...]
) -> Iterator[Problem]:
    """Yield a problem if a second httpd is wanted where nobody knows how to start one."""
    is_shared = not all(spec.dedicated for spec in specs)
    if profile.reload is Reload.HANDOVER and is_shared and not platform.httpd_environment:
        yield Problem(
            f"a handover of {platform.httpd_unit} on {platform.title} is not verified",
            "leave reload out, or set layout: per-service, whose units all hand over",
            ("reload",),
        )


def _names(specs: tuple[InstanceSpec, ...]) -> Iterator[Problem]:
    """Yield the groups that have the name of another instance."""
    seen: set[str] = set()
    for spec in specs:
        if spec.name in seen:
            message = f"the group {spec.name} has the name of a service with an instance of its own"
            yield Problem(
                message, "rename the group, or put the service into it", ("groups", spec.name)
            )
        seen.add(spec.name)


def _notes(platform: Platform, instances: tuple[Instance, ...]) -> Iterator[str]:
    """Yield what is not wrong, but needs a person's attention."""
    for httpd in instances:
        wanted = httpd.capacity.max_request_workers
        if not httpd.dedicated and wanted > platform.max_request_workers:
            yield (
                f"{httpd.unit} holds {platform.max_request_workers} requests at once as"
                f" {platform.name} ships it; these services want MaxRequestWorkers {wanted} in the"
                " platform's own MPM configuration"
            )
        managers = {site.service: site.manager for site in httpd.sites}
        if len(set(managers.values())) > 1:
            clustered = [name for name, manager in managers.items() if manager is Manager.PACEMAKER]
            yield (
                f"Pacemaker manages all of {httpd.unit}, because it manages"
                f" {', '.join(clustered)}: systemd does not restart it"
            )
