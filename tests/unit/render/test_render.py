import os
import subprocess
import sys
from itertools import product
from typing import NamedTuple

import pytest

from tests.unit.catalog.test_model import PLATFORMS, SERVICES
from tests.unit.given import OWN, keys, planned, rendered, written, yaml
from tests.unit.render.reading import shape
from wsgigen.plan.model import Plan
from wsgigen.registry import every
from wsgigen.render.artifact import Artifact
from wsgigen.render.render import render

_TLS = {"certificate": "/c.pem", "key": "/k.pem", "client_ca": "/ca.pem", "hsts": "1d"}
_GIVEN = {
    "user": "someone",
    "mode": "active-active",
    "health": {"path": "/", "statuses": [200]},
    "static": {"/static": "/srv/static"},
}
#: Everything there is, so that every branch of every template is taken.
ALL = {
    name: {**_GIVEN, **({"port": 4711} if one.port is None else {})}
    for name, one in SERVICES.items()
}
ALL["reports"] = {
    **OWN,
    "tls": _TLS,
    "static": {"/s": "/srv/s"},
    "environment": {"A": "b"},
    "memory": "1GiB",
    "writable": ["/srv"],
    "escalates": True,
    "venv": "/home/r/venv",
    "python_path": ["/srv/a b"],
}
_LAYOUTS = ("single", "per-service", "grouped")


class Everything(NamedTuple):
    """The plan of ALL on a platform in a layout, and what is rendered of it."""

    plan: Plan
    artifacts: tuple[Artifact, ...]


@pytest.fixture(scope="module", params=list(product(PLATFORMS, _LAYOUTS)), ids="-".join)
def everything(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Everything:
    platform, layout = request.param
    groups = {"most": [name for name in ALL if name != "reports"]} if layout == "grouped" else None
    plan = planned(
        tmp_path_factory.mktemp("everything"),
        platform=platform,
        layout=layout,
        groups=groups,
        services=ALL,
        trusted_proxies=["10.0.0.0/8"],
    )
    return Everything(plan, tuple(render(plan)))


def test_every_file_has_a_path_of_its_own(everything):
    paths = [str(one.path) for one in everything.artifacts]
    assert len(paths) == len(set(paths))
    assert all(
        path.startswith("/")
        and path.isprintable()
        and " " not in path
        and not {"..", "."} & set(path.split("/"))
        for path in paths
    )
    for site in everything.plan.sites:
        assert {str(site.vhost), str(site.script)} <= set(paths)


def test_every_file_can_be_read_by_its_reader(everything):
    for artifact in everything.artifacts:
        if artifact.link:
            assert not artifact.content
            continue
        assert artifact.content.endswith("\n")
        assert "\r" not in artifact.content
        assert "\t" not in artifact.content
        assert shape(str(artifact.path), artifact.content)


def test_modes(everything):
    for artifact in everything.artifacts:
        assert artifact.mode == (0o755 if artifact.content.startswith("#!") else 0o644)


def test_entrypoints_are_python_and_know_no_place_of_this_machine(everything):
    scripts = {
        str(one.path): one.content for one in everything.artifacts if one.path.suffix == ".wsgi"
    }
    assert len(scripts) == len(ALL)
    for path, content in scripts.items():
        compile(content, path, "exec")
        assert not [
            word
            for word in ("site-packages", "dist-packages", "/usr/bin", sys.prefix)
            if word in content
        ]


@pytest.mark.parametrize(
    "one", list(every("wsgigen.render.outputs", "OUTPUT")), ids=lambda one: one.name
)
def test_every_output_renders_something_somewhere(tmp_path, one):
    plans = (
        planned(tmp_path, layout=layout, platform=platform, services=ALL)
        for layout in _LAYOUTS
        for platform in ("debian-12", "el-9")
    )
    assert any(list(one.render(plan)) for plan in plans)


def test_without_systemd_there_are_no_units(tmp_path):
    paths = rendered(tmp_path, platform="local", services=ALL)
    assert not [
        path
        for path in paths
        if "/systemd/" in path or "/sysusers.d/" in path or "/tmpfiles.d/" in path
    ]


def test_the_same_plan_gives_the_same_bytes(tmp_path):
    plan = planned(tmp_path, services=ALL)
    assert list(render(plan)) == list(render(plan))


_SCRIPT = """\
import hashlib, os, sys
os.umask(int(sys.argv[2], 8))
from pathlib import Path
from wsgigen.plan.resolve import platform_of, resolve
from wsgigen.profile.load import load
from wsgigen.render.render import render
profile = load(Path(sys.argv[1]))[0]
print(hashlib.sha256(repr(list(render(resolve(profile, platform_of(profile))))).encode()).hexdigest())
"""


@pytest.mark.parametrize("layout", _LAYOUTS)
@pytest.mark.slow
def test_another_environment_gives_the_same_bytes(tmp_path, layout):
    path = written(tmp_path, yaml(keys(layout=layout, services=ALL)))
    worlds = [
        (
            {
                "PYTHONHASHSEED": "0",
                "TZ": "UTC",
                "LANG": "C.UTF-8",
                "HOSTNAME": "a",
                "HOME": "/root",
            },
            "022",
            os.getcwd(),
        ),
        (
            {
                "PYTHONHASHSEED": "4711",
                "TZ": "Asia/Tokyo",
                "LANG": "C",
                "LC_ALL": "C",
                "HOSTNAME": "b",
                "USER": "x",
            },
            "077",
            str(tmp_path),
        ),
        (
            {
                "PYTHONHASHSEED": "99",
                "PYTHONUTF8": "0",
                "LANG": "tr_TR.UTF-8",
                "SOURCE_DATE_EPOCH": "1",
            },
            "000",
            "/",
        ),
    ]
    found = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(path), umask],
            env={**world, "PYTHONPATH": os.getcwd(), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=directory,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for world, umask, directory in worlds
    }
    assert len(found) == 1
