"""A beginning -> the text of a profile, with comments."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from wsgigen.catalog.choices import Manager, Mode
from wsgigen.discover.found import Found, Unknown
from wsgigen.errors import visible
from wsgigen.profile.schema import Words
from wsgigen.record import record

#: Words of YAML 1.1 and 1.2 that would be something else than text.
_NO_TEXT = re.compile(r"(?:~|null|true|false|yes|no|on|off|y|n|[-+.]?[0-9].*|)", re.IGNORECASE)


@record
class ProfileDraft:
    """What a profile begins with; `about` says by key what each name is."""

    layout: str
    platform: str
    openstack: str
    server_name: str
    manager: str
    listen: tuple[str, ...]
    nodes: tuple[str, ...]
    services: tuple[Found, ...]
    unknown: tuple[Unknown, ...]
    about: Words
    schema: str
    release: str = ""  #: what says that `openstack` is the release
    venv: str | None = None
    left: tuple[Unknown, ...] = ()  #: services that need more than is known, and what


def text(one: ProfileDraft) -> str:
    """The whole profile. What others wrote stands in comments, which nothing may end."""
    return "".join(f"{visible(line)}\n" for line in _lines(one))


def _lines(one: ProfileDraft) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={one.schema}"
    yield "# Begun by `wsgigen init`. Every key is in wsgigen-profile(5); `wsgigen check` says what a layout costs."
    yield from ("", "wsgigen: 1")
    yield f"layout: {one.layout} # {_about(one, 'layout', one.layout)}"
    yield f"platform: {_value(one.platform)} # {_about(one, 'platform', one.platform)}"
    if one.openstack:
        about = f"{one.release}; it decides" if one.release else "decides"
        yield f"openstack: {json.dumps(one.openstack)} # {about} which module of a service is its entrypoint"
    if one.venv:
        yield f"venv: {_value(one.venv)} # of every service that names none of its own"
    yield f"server_name: {_value(one.server_name)} # the name that clients use"
    yield from _listen(one)
    if Manager(one.manager) is Manager.PACEMAKER:
        yield "manager: pacemaker # who starts and stops each unit, unless its service says otherwise"
    if one.nodes:
        yield from ("", "cluster:", f"  nodes: {_value(one.nodes)}")
    yield from ("", "services:")
    for service in sorted(one.services, key=lambda each: each.service):
        yield from _service(service, one)
    for each in one.left:
        yield from ("", f"  # {each.what}: {{}} # left out ({each.why})")
    if one.unknown:
        yield from (
            "",
            "  # Served today, and not in the catalogue: say where each application is to be imported from.",
        )
    for number, each in enumerate(one.unknown, 1):
        yield f"  # {each.what}, {each.why}:"
        keys = {
            "application": "module:object",
            "port": 9000 + number,
            "user": "NAME",
            **dict(each.keys),
            "mode": Mode.ACTIVE_ACTIVE,
        }
        yield f"  # application-{number}: {{{', '.join(f'{name}: {_value(value)}' for name, value in keys.items())}}}"


def _listen(one: ProfileDraft) -> Iterator[str]:
    if one.listen:
        yield f"listen: {_value(one.listen if len(one.listen) > 1 else one.listen[0])}"
    else:
        yield "# listen: 10.0.0.11 # on all addresses as it is; name one where a load balancer has the others"


def _service(found: Found, one: ProfileDraft) -> Iterator[str]:
    about = f"{_about(one, 'services', found.service)}{f'; {found.why}' if found.why else ''}"
    keys = {
        name: value
        for name, value in found.keys.items()
        if value != {"manager": one.manager, **found.usual}.get(name)
    }
    yield f"  {found.service}: # {about}" if keys else f"  {found.service}: {{}} # {about}"
    for name, value in keys.items():
        yield f"    {name}: {_value(value)}"
    for words in found.left:
        yield f"    # left out: {words}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if (
        isinstance(value, str)
        and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._/-]*", value)
        and not _NO_TEXT.fullmatch(value)
    ):
        return value
    return json.dumps(value)


def _about(one: ProfileDraft, key: str, name: str) -> str:
    return one.about[key].get(name, name).rstrip(".")


def merged(found: Iterable[Found | Unknown]) -> tuple[tuple[Found, ...], tuple[Unknown, ...]]:
    """One for each service, where the first to know a key decides, and says what others have; and what is unknown, once."""
    services: dict[str, Found] = {}
    known = list(found)
    for one in known:
        if isinstance(one, Found):
            services[one.service] = (
                _both(services[one.service], one) if one.service in services else one
            )
    return tuple(services.values()), tuple(
        dict.fromkeys(one for one in known if isinstance(one, Unknown))
    )


def _both(first: Found, other: Found) -> Found:
    differ = (
        f"{name}: {value} ({other.why})"
        for name, value in other.keys.items()
        if first.keys.get(name, value) != value
    )
    left = (*first.left, *differ, *other.left)
    return Found(
        first.service,
        first.why or other.why,
        {**other.keys, **first.keys},
        left,
        {**other.usual, **first.usual},
    )
