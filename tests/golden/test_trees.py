"""Every profile that ships, on every platform family, is the tree that a person has read."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.golden.trees import (
    HERE,
    PLATFORMS,
    PROFILES,
    TREES,
    difference,
    expected,
    parse,
    planned,
    scan,
    stored,
    text,
)
from wsgigen.plan.model import Plan
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree
from wsgigen.tree.manifest import path_of


class Built(NamedTuple):
    """A profile on a platform, its plan, and the root of its first build, which no test changes."""

    profile: Path
    platform: str
    plan: Plan
    root: Path


@pytest.fixture(
    scope="module", params=TREES, ids=[f"{profile.stem}-{platform}" for profile, platform in TREES]
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    profile, platform = request.param
    plan = planned(profile, platform)
    root = tmp_path_factory.mktemp(profile.stem) / "root"
    build_tree(render(plan), root, plan.profile)
    return Built(profile, platform, plan, root)


def test_a_tree_is_the_expected_one(built: Built) -> None:
    """On disk with its manifest, so that whoever accepts a change there needs no force."""
    lines = list(difference(expected(built.profile, built.platform), scan(built.root)))
    assert not lines, "\n".join(
        [
            "script/golden writes the trees anew; read what changes:",
            *lines[:200],
            *["..."][: len(lines) > 200],
        ]
    )
    on_disk, manifest = (
        stored(built.profile, built.platform),
        str(path_of(built.profile.stem)).lstrip("/"),
    )
    if on_disk.is_dir():
        assert (on_disk / manifest).read_text() == (built.root / manifest).read_text()


def test_a_second_build_changes_nothing(built: Built) -> None:
    done = build_tree(render(built.plan), built.root, built.plan.profile)
    assert (list(done.written), list(done.removed)) == ([], [])


def test_there_is_no_tree_without_its_profile() -> None:
    found = [*HERE.rglob("*.tree"), *(HERE / "trees").iterdir()]
    assert sorted(found) == sorted(stored(profile, platform) for profile, platform in TREES)
    assert len(TREES) == len(PROFILES) * len(PLATFORMS) > 0


def test_the_text_of_a_tree_is_the_tree(tmp_path: Path) -> None:
    words = stored(*TREES[0]).read_text()
    assert text(parse(words)) == words


@pytest.mark.parametrize("name", ["single", "tls-proxy"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_platforms_own_server_level_is_left_to_it(name: str, platform: str) -> None:
    """Nothing is set again that the platform's main file sets; its ports have no second Listen."""
    profile = next(one for one in PROFILES if one.stem.endswith(name))
    plan = planned(profile, platform, "single")
    instance = plan.instances[0]
    files = {instance.config, *(site.vhost for site in plan.sites)}
    lines = [
        line for one in render(plan) if one.path in files for line in server_level(one.content)
    ]
    words = [line.split()[0] for line in lines]
    ports = {
        int(re.search(r"(\d+)(?: https)?$", line)[1])
        for line in lines
        if line.startswith("Listen ")
    }
    assert "WSGISocketPrefix" in words
    assert not set(words) - {"Listen"} & plan.platform.main_directives
    assert not ports & plan.platform.main_ports
    assert len([word for word in words if word not in ("Listen", "LoadModule")]) == len(
        set(words) - {"Listen", "LoadModule"}
    )


def server_level(configuration: str) -> list[str]:
    """The directives outside of <VirtualHost>; <IfModule> and <IfDefine> are no level of their own."""
    outside = re.sub(r"<VirtualHost.*?</VirtualHost>", "", configuration, flags=re.S)
    lines = [line.strip() for line in outside.splitlines()]
    return [line for line in lines if line and line[0] not in "#<"]
