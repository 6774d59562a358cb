import pytest

from wsgigen.catalog.model import Platform
from wsgigen.discover.release import release
from wsgigen.plan.releases import Installed
from wsgigen.registry import find


def platform(name: str) -> Platform:
    found: Platform = find("wsgigen.catalog.platforms", name, "PLATFORM")
    return found


def installed(name: str, version: str) -> Installed:
    return Installed(
        find("wsgigen.catalog.services", name, "SERVICE"), version, f"package {name} {version}"
    )


def test_what_is_installed_comes_before_what_the_platform_ships():
    found = release(platform("debian-12"), [installed("keystone", "2:27.0.0-3~bpo12+1")])
    assert (found.name, found.why, found.notes) == (
        "2025.1",
        "package keystone 2:27.0.0-3~bpo12+1",
        (),
    )


def test_most_of_what_is_installed_decides_and_the_others_are_named():
    found = release(
        platform("debian-13"),
        [
            installed("keystone", "26.0.0"),
            installed("placement", "13.0.0"),
            installed("glance-api", "30.0.0"),
        ],
    )
    assert (found.name, found.why) == ("2025.1", "package placement 13.0.0")
    assert found.notes == (
        "keystone is of OpenStack 2024.2 (package keystone 26.0.0), not of 2025.1",
    )


def test_of_two_that_are_as_many_the_older_decides():
    assert (
        release(None, [installed("keystone", "27.0.0"), installed("placement", "12.0.0")]).name
        == "2024.2"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("debian-12", "zed"), ("debian-13", "2025.1"), ("ubuntu-24.04", "2024.1")],
)
def test_what_the_platform_ships(name, expected):
    found = release(platform(name), [])
    assert (found.name, found.notes) == (expected, ())
    assert found.why == f"what {platform(name).title} ships"


@pytest.mark.parametrize(
    ("name", "expected", "limit"),
    [
        ("el-9", "2025.1", "that the platform's Python runs"),
        ("el-10", "2026.2", "that is known"),
        ("local", "2026.2", "that is known"),
    ],
)
def test_where_nothing_tells_it_is_the_newest_that_the_python_runs_and_said_to_be_a_guess(
    name, expected, limit
):
    found = release(platform(name), [installed("ironic-api", "29.0.5")])
    assert (found.name, found.why) == (expected, f"a guess: the newest {limit}")
    assert f"{expected} is the newest {limit}; " in found.notes[0]


def test_where_no_platform_is_known_it_is_the_newest_of_all():
    assert release(None, []).name == "2026.2"


def test_a_virtual_environment_that_cannot_be_read_is_not_what_the_platform_ships():
    assert release(platform("debian-12"), [], uses_venv=True).name == "2026.2"
