"""The version is one, wherever it is written."""

import re
from pathlib import Path

import wsgigen

TOP = Path(__file__).resolve().parents[2]
CHANGES = (TOP / "CHANGELOG.md").read_text()
DEBIAN = (TOP / "packaging/debian/package/changelog").read_text()
SPEC = (TOP / "packaging/rpm/wsgigen.spec").read_text()


def heading() -> tuple[str, str]:
    """Version and date, or what stands for it, of the changelog's top."""
    found = re.search(r"^## (\S+), (\d{4}-\d\d-\d\d|not yet released)$", CHANGES, re.MULTILINE)
    assert found, "the top heading is a version and a date, or 'not yet released'"
    assert found.start() == CHANGES.index("\n## ") + 1
    return found[1], found[2]


def test_changelog_and_packages_have_the_version_of_the_code():
    assert heading()[0] == wsgigen.__version__
    assert re.search(r"^Version: +(\S+)$", SPEC, re.MULTILINE)[1] == wsgigen.__version__
    assert re.search(r"^%changelog\n\*.* (\S+)-\d+$", SPEC, re.MULTILINE)[1] == wsgigen.__version__
    assert re.match(r"wsgigen \((\S+)-\d+\) ", DEBIAN)[1] == wsgigen.__version__


def test_what_is_not_released_is_said_to_be_so_everywhere():
    is_released = heading()[1] != "not yet released"
    assert is_released == (" UNRELEASED;" not in DEBIAN.splitlines()[0])
    assert is_released == ("is not released" not in (TOP / "docs/ci.md").read_text())


def test_the_tag_is_the_one_that_the_recipes_name():
    tag = f"v{wsgigen.__version__}"
    assert f"git tag --sign {tag} " in (TOP / "CONTRIBUTING.md").read_text()
    recipes = (TOP / "docs/ci.md").read_text()
    assert f"`{tag}`" in recipes
    assert f"wsgigen=={wsgigen.__version__}" in recipes
    assert {*re.findall(r"\bv\d+\.\d+\.\d+\b", recipes)} == {tag}
