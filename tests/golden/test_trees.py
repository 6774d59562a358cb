"""Every profile that ships, on every platform family, is the tree that a person has read."""

import re
from pathlib import Path

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
from tests.unit.tree.trees import MANIFEST
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

every_tree = pytest.mark.parametrize(
    ("profile", "platform"),
    TREES,
    ids=[f"{profile.stem}-{platform}" for profile, platform in TREES],
)


@every_tree
def test_a_tree_is_the_expected_one(profile: Path, platform: str, tmp_path: Path) -> None:
    plan = planned(profile, platform)
    build_tree(render(plan), tmp_path / "root", plan.profile)
    lines = list(difference(expected(profile, platform), scan(tmp_path / "root")))
    assert not lines, "\n".join(
        [
            "script/golden writes the trees anew; read what changes:",
            *lines[:200],
            *["..."][: len(lines) > 200],
        ]
    )


@every_tree
def test_a_second_build_changes_nothing(profile: Path, platform: str, tmp_path: Path) -> None:
    plan = planned(profile, platform)
    build_tree(render(plan), tmp_path / "root", plan.profile)
    done = build_tree(render(plan), tmp_path / "root", plan.profile)
    assert (list(done.written), list(done.removed)) == ([], [])


def test_there_is_no_tree_without_its_profile() -> None:
    found = [*HERE.rglob("*.tree"), *(HERE / "trees").iterdir()]
    assert sorted(found) == sorted(stored(profile, platform) for profile, platform in TREES)
    assert len(TREES) == len(PROFILES) * len(PLATFORMS) > 0


def test_the_text_of_a_tree_is_the_tree(tmp_path: Path) -> None:
    words = stored(*TREES[0]).read_text()
    assert text(parse(words)) == words


def test_a_tree_on_disk_is_what_a_build_would_leave(tmp_path: Path) -> None:
    """With its manifest, so that whoever accepts a change needs no force."""
    for profile, platform in TREES:
        if (path := stored(profile, platform)).is_dir():
            plan = planned(profile, platform)
            build_tree(render(plan), tmp_path / profile.stem, plan.profile)
            where = MANIFEST.lstrip("/")
            assert (path / where).read_text() == (tmp_path / profile.stem / where).read_text()


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
