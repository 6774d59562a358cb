"""Profile -> Plan: names become facts, wishes become values, services are laid out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from wsgigen.catalog.choices import LayoutName, Manager
from wsgigen.catalog.model import Platform
from wsgigen.errors import Problem, UserError, suggest
from wsgigen.plan.arrangement import Layout, Share
from wsgigen.plan.available import available
from wsgigen.plan.instances import directory, instance
from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.plan.ports import clashes
from wsgigen.plan.sites import resolve as site_of
from wsgigen.plan.wanted import ServiceInput
from wsgigen.plan.wanted import known as known_service
from wsgigen.profile.model import Profile
from wsgigen.registry import every, find

T = TypeVar("T")
_PACKAGES = {"platform": "wsgigen.catalog.platforms", "layout": "wsgigen.plan.layouts"}


def platform_of(profile: Profile) -> Platform:
    """The platform that *profile* names. Raises UserError for one that is not known."""
    platform: Platform = _find("platform", profile.platform, "PLATFORM")
    return platform


def resolve(profile: Profile, platform: Platform | None = None) -> Plan:
    """The deployment of *profile* on *platform*, its own if none is given.

    Raises UserError with every service that is not known, every fact that is missing, and every
    clash between two services.
    """
    problems: list[Problem] = []
    known = platform or _try(problems, partial(platform_of, profile))
    platform = known or _find("platform", "local", "PLATFORM")
    layout: Layout | None = _try(problems, partial(_find, "layout", profile.layout, "LAYOUT"))
    problems += _groups(profile, layout)
    if layout is None or problems:  # go on as simply as possible, to find what else is wrong
        layout = _find("layout", LayoutName.PER_SERVICE, "LAYOUT")
    shares = tuple(_shares(profile, platform, layout))
    problems += _names(shares)
    resolved = _sites(profile, platform, shares, problems)
    problems += clashes(resolved.values()) if known else ()
    if problems:
        raise UserError(dict.fromkeys(problems))
    instances = tuple(_instances(profile, platform, shares, resolved))
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


def _find(what: str, name: str, attribute: str) -> Any:
    value = find(_PACKAGES[what], name, attribute)
    if value is None:
        fix = suggest(name, (choice.name for choice in every(_PACKAGES[what], attribute)))
        raise UserError([Problem(f"{name} is not a {what} that wsgigen knows", fix, (what,))])
    return value


def _try(problems: list[Problem], step: Callable[[], T]) -> T | None:
    try:
        return step()
    except UserError as error:
        problems.extend(error.problems)
        return None


def _shares(profile: Profile, platform: Platform, layout: Layout) -> Iterator[Share]:
    for share in layout.arrange(tuple(profile.services), profile.groups):
        yield replace(share, dedicated=share.dedicated or not platform.privileged)


def _sites(
    profile: Profile, platform: Platform, shares: tuple[Share, ...], problems: list[Problem]
) -> Mapping[str, Site]:
    resolved: dict[str, Site] = {}
    for share in shares:
        for name in share.services:
            found: Site | None = _try(problems, partial(_site, profile, platform, name, share))
            if found:
                resolved[name] = found
    return resolved


def _site(profile: Profile, platform: Platform, name: str, share: Share) -> Site:
    request = profile.services[name]
    wanted = ServiceInput(profile, platform, name, request, known_service(name, request))
    return site_of(wanted, share, directory(platform, share))


def _instances(
    profile: Profile, platform: Platform, shares: tuple[Share, ...], resolved: Mapping[str, Site]
) -> Iterator[Instance]:
    for share in shares:
        yield instance(
            platform,
            share,
            tuple(resolved[name] for name in share.services),
            proxied=bool(profile.trusted_proxies),
        )


def _groups(profile: Profile, layout: Layout | None) -> Iterator[Problem]:
    """Groups name services of the profile, each once, and mean something only in the layout `grouped`."""
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
            where = ("groups", group, index)
            if name not in profile.services:
                yield Problem(
                    f"the group {group} holds {name}, which is no service of this profile",
                    suggest(name, profile.services),
                    where,
                )
            elif owner.setdefault(name, group) != group:
                yield Problem(
                    f"{name} is in the groups {owner[name]} and {group}",
                    "a service has one instance: keep it in one group",
                    where,
                )


def _names(shares: tuple[Share, ...]) -> Iterator[Problem]:
    """No two instances, and no instance and a unit of wsgigen's own, have one name."""
    seen: set[str] = set()
    for share in shares:
        if share.name in seen:
            message = (
                f"the group {share.name} has the name of a service with an instance of its own"
            )
            yield Problem(
                message, "rename the group, or put the service into it", ("groups", share.name)
            )
        seen.add(share.name)


def _notes(platform: Platform, instances: tuple[Instance, ...]) -> Iterator[str]:
    """What is right as it stands, and still asks for a person's eye."""
    for one in instances:
        if not one.dedicated and one.capacity.max_request_workers > platform.max_request_workers:
            yield (
                f"{one.unit} holds {platform.max_request_workers} requests at once as {platform.name} ships it; these services want "
                f"MaxRequestWorkers {one.capacity.max_request_workers} in the platform's own MPM configuration"
            )
        if len({each.manager for each in one.sites}) > 1:
            pacemaker = ", ".join(
                each.service for each in one.sites if each.manager is Manager.PACEMAKER
            )
            yield f"{one.unit} is Pacemaker's as a whole, because {pacemaker} is: systemd does not restart it"
