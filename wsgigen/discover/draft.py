"""A draft -> the text of a profile, with comments."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wsgigen.catalog.choices import Manager, Mode
from wsgigen.discover.found import Found, Unknown
from wsgigen.errors import visible
from wsgigen.record import record

#: Words of YAML 1.1 and 1.2 that would be something else than text.
_NO_TEXT = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9].*|)", re.IGNORECASE)


@record
class ProfileDraft:
    """The content of a new profile; `about` has a sentence for each name, by key."""

    layout: str
    platform: str
    openstack: str
    server_name: str
    manager: str
    listen: tuple[str, ...]
    nodes: tuple[str, ...]
    services: tuple[Found, ...]
    unknown: tuple[Unknown, ...]
    about: Mapping[str, Mapping[str, str]]
    schema: str
    release: str = ""  #: what says that `openstack` is the release
    venv: str | None = None
    omitted: tuple[Unknown, ...] = ()  #: services that need more than is known, and what


def text(draft: ProfileDraft) -> str:
    """Return the whole profile.

    What others wrote stands in comments, which nothing may end.
    """
    return "".join(f"{visible(line)}\n" for line in _lines(draft))


def _lines(draft: ProfileDraft) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={draft.schema}"
    yield (
        "# Begun by `wsgigen init`. Every key is in wsgigen-profile(5); "
        "`wsgigen check` says what a layout costs."
    )
    yield from ("", "wsgigen: 1")
    yield f"layout: {draft.layout} # {_about(draft, 'layout', draft.layout)}"
    yield f"platform: {_value(draft.platform)} # {_about(draft, 'platform', draft.platform)}"
    yield from _applications(draft)
    yield f"server_name: {_value(draft.server_name)} # the name that clients use"
    yield _listen(draft.listen)
    if Manager(draft.manager) is Manager.PACEMAKER:
        about = "who starts and stops each unit, unless its service says otherwise"
        yield f"manager: pacemaker # {about}"
    if draft.nodes:
        yield from ("", "cluster:", f"  nodes: {_value(draft.nodes)}")
    yield from ("", "services:")
    for found in sorted(draft.services, key=lambda found: found.service):
        yield from _service(found, draft)
    for service in draft.omitted:
        yield from ("", f"  # {service.name}: {{}} # left out ({service.why})")
    yield from _unknown(draft.unknown)


def _applications(draft: ProfileDraft) -> Iterator[str]:
    """Yield where the services' applications are from."""
    if draft.openstack:
        decides = f"{draft.release}; it decides" if draft.release else "decides"
        about = f"{decides} which module of a service is its entrypoint"
        yield f"openstack: {json.dumps(draft.openstack)} # {about}"
    if draft.venv:
        yield f"venv: {_value(draft.venv)} # of every service that names none of its own"


def _listen(addresses: tuple[str, ...]) -> str:
    if addresses:
        return f"listen: {_value(addresses if len(addresses) > 1 else addresses[0])}"
    about = "on all addresses as it is; name one where a load balancer has the others"
    return f"# listen: 10.0.0.11 # {about}"


def _service(found: Found, draft: ProfileDraft) -> Iterator[str]:
    about = _about(draft, "services", found.service) + (f"; {found.why}" if found.why else "")
    defaults = {"manager": draft.manager, **found.catalog_defaults}
    keys = {key: value for key, value in found.keys.items() if value != defaults.get(key)}
    yield f"  {found.service}: # {about}" if keys else f"  {found.service}: {{}} # {about}"
    for key, value in keys.items():
        yield f"    {key}: {_value(value)}"
    for reason in found.omitted:
        yield f"    # left out: {reason}"


def _unknown(applications: tuple[Unknown, ...]) -> Iterator[str]:
    """Yield comments that hold what is known of each application."""
    if applications:
        yield ""
        yield (
            "  # Served today, and not in the catalogue: "
            "say where each application is to be imported from."
        )
    for number, application in enumerate(applications, 1):
        yield f"  # {application.name}, {application.why}:"
        keys = {
            "application": "module:object",
            "port": 9000 + number,
            "user": "NAME",
            **dict(application.keys),
            "mode": Mode.ACTIVE_ACTIVE,
        }
        values = ", ".join(f"{key}: {_value(value)}" for key, value in keys.items())
        yield f"  # application-{number}: {{{values}}}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    is_plain = isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]*", value)
    return str(value) if is_plain and not _NO_TEXT.fullmatch(value) else json.dumps(value)


def _about(draft: ProfileDraft, key: str, name: str) -> str:
    return draft.about[key].get(name, name).rstrip(".")


def merged(found: Iterable[Found | Unknown]) -> tuple[tuple[Found, ...], tuple[Unknown, ...]]:
    """Return the services, each once, and the unknown applications, each once.

    The first to know a key of a service decides, and says what others have.
    """
    services: dict[str, Found] = {}
    unknown: dict[Unknown, None] = {}
    for application in found:
        if isinstance(application, Unknown):
            unknown[application] = None
        elif application.service in services:
            services[application.service] = _both(services[application.service], application)
        else:
            services[application.service] = application
    return tuple(services.values()), tuple(unknown)


def _both(first: Found, second: Found) -> Found:
    differ = (
        f"{key}: {value} ({second.why})"
        for key, value in second.keys.items()
        if first.keys.get(key, value) != value
    )
    return Found(
        first.service,
        first.why or second.why,
        {**second.keys, **first.keys},
        omitted=(*first.omitted, *differ, *second.omitted),
        catalog_defaults={**second.catalog_defaults, **first.catalog_defaults},
    )
