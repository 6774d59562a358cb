"""Inputs of tests: profiles as Python values, written as YAML, planned and rendered."""

import os
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from wsgigen.errors import Problem, UserError
from wsgigen.plan.model import Plan
from wsgigen.plan.resolve import platform_of, resolve
from wsgigen.profile.load import load
from wsgigen.profile.model import Profile
from wsgigen.render.artifact import Artifact
from wsgigen.render.render import render

#: For tests that become another user or mount. In CI they run, and fail, without root.
as_root = pytest.mark.skipif(
    os.geteuid() != 0 and not os.environ.get("CI"), reason="needs root, to be another user"
)

HEAD: Mapping[str, Any] = {
    "wsgigen": 1,
    "layout": "per-service",
    "platform": "debian-12",
    "openstack": "2026.1",
    "server_name": "controller.example.org",
}
#: An application that no catalogue knows.
OWN: Mapping[str, Any] = {
    "application": "reports.wsgi:application",
    "port": 9000,
    "user": "reports",
}

_numbers = count()


def keys(**more: Any) -> dict[str, Any]:
    """A small profile that has *more*; a key that is None is left out."""
    merged = {**HEAD, "services": {"keystone": {}, "placement": {}}, **more}
    return {name: value for name, value in merged.items() if value is not None}


def yaml(value: Any) -> str:
    """*value* in YAML's flow style; every character of a text that is not a plain one as an escape."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{yaml(key)}: {yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(yaml, value)) + "]"
    if isinstance(value, str):
        return (
            '"'
            + "".join(
                char if char.isascii() and char.isalnum() else f"\\U{ord(char):08x}"
                for char in value
            )
            + '"'
        )
    return (
        {True: "true", False: "false", None: "null"}[value]
        if value is None or isinstance(value, bool)
        else repr(value)
    )


def written(directory: Path, content: str | bytes, name: str = "controller.yaml") -> Path:
    """A file of its own with *content*."""
    path = directory / str(next(_numbers)) / name
    path.parent.mkdir()
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def loaded(directory: Path, **more: Any) -> Profile:
    """The profile of `keys`."""
    return load(written(directory, yaml(keys(**more))))[0]


def planned(directory: Path, **more: Any) -> Plan:
    """Its plan."""
    profile = loaded(directory, **more)
    return resolve(profile, platform_of(profile))


def rendered(directory: Path, **more: Any) -> dict[str, Artifact]:
    """Its artifacts, by their paths."""
    return {str(artifact.path): artifact for artifact in render(planned(directory, **more))}


def wrong(directory: Path, **more: Any) -> tuple[Problem, ...]:
    """Return the problems of the plan of `keys`; () if it has none."""
    try:
        planned(directory, **more)
    except UserError as error:
        return error.problems
    return ()
