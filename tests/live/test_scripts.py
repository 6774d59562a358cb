"""script/setup.sh finds what is missing before anything is installed or served.

And the two commands leave each other alone.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import serving

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def clone() -> Iterator[Path]:
    """Yield a copy of what the demo reads, where everybody may enter."""
    if os.geteuid() != 0:
        serving.missing("root, for whom httpd serves as another user")
    with serving.directory() as top:
        clone = top / "closed" / "clone"
        clone.mkdir(parents=True)
        shutil.copytree(REPOSITORY / "script", clone / "script")
        shutil.copytree(REPOSITORY / "profiles", clone / "profiles")
        shutil.copy(REPOSITORY / "tox.ini", clone)
        (clone / "tests").mkdir()
        shutil.copy(REPOSITORY / "tests/constraints.txt", clone / "tests")
        yield clone


def asked(clone: Path, words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Functions of script/setup.sh, called in *clone*."""
    clean = {name: value for name, value in os.environ.items() if name != "SUDO_USER"}
    command = ["bash", "-euo", "pipefail", "-c", f". script/setup.sh; {words}"]
    done = subprocess.run(
        command,
        cwd=clone,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**clean, **environment},
    )
    assert done.stderr == "", done
    return done


def test_a_clone_that_all_can_read_needs_no_copy(clone):
    assert asked(clone, "unreadable").stdout.strip() == ""
    assert asked(clone, "readable echo copied; echo here").stdout == "here\n"


def test_a_parent_that_is_closed_is_named_and_a_copy_is_open(clone):
    clone.parent.chmod(0o700)
    assert asked(clone, "unreadable").stdout.strip() == str(clone.parent)
    told = asked(
        clone,
        "readable sh -c 'mkdir build; touch build/made; setpriv --reuid nobody ls $PWD/tox.ini; echo of $WSGIGEN_COPY_OF'",
    ).stdout
    first, second, listed, of = told.splitlines()
    copy = second.rpartition(" ")[2]
    assert first == f"==> the user nobody, whom Apache serves as, cannot read {clone.parent}"
    assert second == f"    going on in a copy, {copy}"
    assert (listed, of) == (f"{copy}/tox.ini", f"of {clone}")
    assert (clone / "build/made").exists(), "what was built is brought back"
    assert not Path(copy).exists()


def test_a_file_that_is_closed_is_named(clone):
    (clone / "profiles/demo/slow.py").chmod(0o600)
    assert asked(clone, "unreadable").stdout.strip() == str(clone / "profiles/demo/slow.py")
    (clone / "profiles/demo").chmod(0o744)
    assert asked(clone, "unreadable").stdout.strip() == str(clone / "profiles/demo")


def test_whom_sudo_came_from_is_asked_for(clone):
    clone.parent.chmod(0o700)
    shutil.chown(clone.parent, "daemon")
    assert asked(clone, "unreadable").stdout.strip() == str(clone.parent)
    assert asked(clone, "unreadable", SUDO_USER="daemon").stdout.strip() == ""
    assert [asked(clone, "server", SUDO_USER=name).stdout for name in ("daemon", "root")] == [
        "daemon",
        "nobody",
    ]


#: $wheel is a file named as a wheel for this Python, with a mark that it is.
KEPT = """
    find_python
    mkdir -p $WHEELS
    kept_wheels || :
    wheel=${KEPT%.complete}
    wheel=$WHEELS/mod_wsgi-1-cp${wheel##*/}-a-b.whl
    touch $wheel
    made_for >$KEPT
"""


def test_wheels_for_another_python_of_the_same_version_are_made_again(clone):
    """Their names are the same: what Python they are for is written beside them."""
    same = asked(clone, KEPT + "kept_wheels && ls $wheel").stdout
    assert same.endswith(".whl\n")
    other = asked(
        clone, KEPT + "sed -i 's,^/usr$,/opt/python,' $KEPT; kept_wheels || ls $WHEELS"
    ).stdout
    assert re.search(r"for another Python than /\S+: they are made again\n$", other), other


def test_wheels_of_other_versions_are_made_again(clone):
    newer = (
        KEPT
        + "sed -i 's/^mod-wsgi-standalone==.*/mod-wsgi-standalone==99/' tests/constraints.txt; kept_wheels || ls $WHEELS"
    )
    assert asked(clone, newer).stdout.endswith("they are made again\n")


def test_what_fails_ends_with_a_sentence(clone):
    command = [
        "bash",
        "-euo",
        "pipefail",
        "-c",
        '. script/setup.sh; step "trying" quietly sh -c "echo why; exit 3"',
    ]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "==> trying\n")
    why, said, fix = done.stderr.splitlines()
    assert why == "why"
    assert (
        said == "error: sh -c echo why; exit 3 failed with status 3: the end of its output is above"
    )
    assert fix.startswith("    fix: ")


def test_a_step_says_how_long_it_took(clone):
    assert re.fullmatch(
        r"==> resting\n    0\.[3-9] s\n", asked(clone, 'step "resting" sleep 0.3').stdout
    )


def test_a_tree_that_was_used_lints_as_a_fresh_one(tmp_path):
    """Directories that the demo and a release leave at the top are no modules to bench/."""
    for name in ("bench", "script", "wsgigen"):
        shutil.copytree(
            REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    for name in ("build/demo-single", "dist", "yaml"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").write_text("")
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, "check", "--no-cache", "--select=I", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
