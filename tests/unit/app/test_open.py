"""Problems of a profile's file and of what is made of it: all at once, each with its place."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import keys, yaml
from wsgigen.app.open import open_profile
from wsgigen.app.target import BuildTarget
from wsgigen.errors import Location, Problem, Refusal, UserError


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., BuildTarget]:
    """Return a function: it writes the profile a.yaml, and returns it as a target."""
    monkeypatch.chdir(tmp_path)

    def write(text=None, **options):
        (tmp_path / "a.yaml").write_text(text or yaml(keys()))
        return BuildTarget(tmp_path.joinpath("a.yaml").relative_to(tmp_path), **options)

    return write


def refused(opened: Any, *problems: Any) -> list[tuple[str, str]]:
    with pytest.raises(UserError) as raised:
        opened.accept(Refusal(problems))
    return [(str(problem.location), problem.message) for problem in raised.value.problems]


def test_options_replace_what_the_file_says(target):
    opened = open_profile(target(layout="single"))
    assert (opened.written.layout, opened.profile.layout) == ("per-service", "single")
    assert opened.profile.platform == opened.written.platform == "debian-12"


def test_what_was_made_is_returned(target):
    assert open_profile(target()).accept("made") == "made"


_LINES = "wsgigen: 1\nlayout: per-service\nplatform: debian-12\nserver_name: a\nservices:\n  keystone: {}\n"


@pytest.mark.parametrize(
    ("options", "key", "location"),
    [
        ({}, ("layout",), "a.yaml:2:9"),
        ({"layout": "single"}, ("layout",), "--layout"),
        ({"layout": "single"}, ("platform",), "a.yaml:3:11"),
        ({"platform": "el-9"}, ("platform",), "--platform"),
        ({}, ("services", "keystone", "port"), "a.yaml:6:3"),
        ({}, (), "a.yaml:1:1"),
    ],
)
def test_a_problem_is_placed_at_its_option_or_else_at_its_line(target, options, key, location):
    opened = open_profile(target(_LINES, **options))
    assert refused(opened, Problem("wrong", key=key)) == [(location, "wrong")]


def test_a_problem_that_has_a_location_keeps_it(target):
    problem = Problem("wrong", key=("layout",), location=Location("x.conf", 3))
    assert refused(open_profile(target()), problem) == [("x.conf:3", "wrong")]


def test_problems_of_the_file_and_of_what_is_made_come_together_by_line(target):
    opened = open_profile(target(_LINES + "openstack: rock\n"))
    assert opened.invalid
    assert refused(opened, Problem("early", key=("services", "keystone"))) == [
        ("a.yaml:6:3", "early"),
        ("a.yaml:7:12", 'openstack: "rock" is not an OpenStack release'),
    ]


def test_a_problem_that_one_of_the_file_explains_is_not_told(target):
    opened = open_profile(target(_LINES.replace("keystone: {}", "keystone: {port: x}")))
    (told,) = refused(opened, Problem("the profile has no services", key=("services",)))
    assert told[0].startswith("a.yaml:6:")


def test_problems_of_the_file_refuse_what_was_made(target):
    opened = open_profile(target(_LINES + "openstack: rock\n"))
    with pytest.raises(UserError, match="rock"):
        opened.accept("made")


def test_a_file_of_which_nothing_can_be_used_is_not_opened(target):
    with pytest.raises(UserError, match="not a mapping"):
        open_profile(target("- a\n"))
