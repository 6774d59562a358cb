"""The schema in an editor's hands: check-jsonschema reads what the profiles name, as an editor's language server does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from wsgigen.errors import UserError
from wsgigen.plan.resolve import platform_of, resolve
from wsgigen.profile.load import load

_TOP = Path(__file__).parent.parent.parent
PROFILES = sorted([*(_TOP / "profiles").glob("*.yaml"), *(_TOP / "packaging").rglob("*.yaml")])
#: What stands in a good profile, and what breaks it.
BROKEN = {
    "a key that does not exist": ("server_name:", "server_nmae:"),
    "a layout that does not exist": ("layout: ", "layout: x-"),
    "a platform that does not exist": ("platform: ", "platform: x-"),
    "a service of no name": ("services:\n", "services:\n  Key_stone: {}\n"),
    "a port out of range": ("services:\n", "services:\n  keystone: {port: 70000}\n"),
    "a key of a service that does not exist": ("services:\n", "services:\n  keystone: {prot: 1}\n"),
    "a duration without a unit": ("services:\n", "services:\n  keystone: {drain: 30}\n"),
    "a list of nothing": ("services:\n", "services:\n  keystone: {listen: []}\n"),
}


def named(profile: Path) -> Path:
    """The schema that the first line of *profile* names."""
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", profile.read_text())
    assert found, f"{profile} names no schema"
    return (profile.parent / found[1]).resolve()


def validate(schema: Path, *profiles: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "check-jsonschema"
    return subprocess.run(
        [program, "--schemafile", schema, *profiles], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("profile", PROFILES, ids=lambda one: one.stem)
def test_what_ships_is_valid(profile):
    done = validate(named(profile), profile)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_refused_by_both(what, tmp_path):
    good = _TOP / "packaging/rpm/examples/controller.yaml"
    broken = tmp_path / "controller.yaml"
    broken.write_text(good.read_text().replace(*BROKEN[what], 1))
    assert broken.read_text() != good.read_text()
    done = validate(named(good), broken)
    assert done.returncode == 1, done.stdout
    assert refused(broken)


def refused(profile: Path) -> bool:
    """Return whether wsgigen refuses it too."""
    try:
        written = load(profile)[0]
        resolve(written, platform_of(written))
    except UserError:
        return True
    return False
