"""systemd-tmpfiles, and directories that services write to: what it makes for two of them, and what it says of a file."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.live.root import Result, Root, lacks
from tests.live.serving import missing
from tests.unit.check.judged import said, view
from tests.unit.given import rendered
from wsgigen.check.rules.writable_of_several_users import RULE

SERVICES = {
    name: {
        "application": "hello:application",
        "port": port,
        "user": f"user-of-{name}",
        "writable": ["/srv/both", "/srv/file"],
    }
    for port, name in enumerate(("early", "late"), 8001)
}


@dataclass(frozen=True)
class Made:
    """The results of systemd-tmpfiles, and of the users' attempts to write after it."""

    created: Result
    owner: Result
    early: Result
    late: Result
    file: Result


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    if what := lacks():
        missing(f"{what}: nothing was shown of systemd-tmpfiles")
    files = rendered(tmp_path_factory.mktemp("profile"), services=SERVICES)
    tree = {
        path: (f"{one.mode:04o}", str(one.content))
        for path, one in files.items()
        if "tmpfiles.d" in path or "sysusers.d" in path
    }
    touch = ("touch", "/srv/both/one")
    _, *results = Root((tree, {"/srv/file": ("0644", "")})).run(
        [
            ("systemd-sysusers",),
            (
                "systemd-tmpfiles",
                "--create",
                *(Path(path).name for path in tree if "tmpfiles" in path),
            ),
            ("stat", "--format=%U %a", "/srv/both"),
            *(
                ("setpriv", f"--reuid=user-of-{name}", "--clear-groups", *touch)
                for name in SERVICES
            ),
            ("stat", "--format=%F %a", "/srv/file"),
        ]
    )
    return Made(*results)


def test_of_two_lines_for_a_directory_the_first_file_counts(made, tmp_path):
    assert 'Duplicate line for path "/srv/both", ignoring.' in made.created.output
    assert made.owner.output == "user-of-early 750\n"
    assert (made.early.status, made.late.status) == (0, 1)
    assert "Permission denied" in made.late.output
    assert [
        one
        for one in said(RULE, view(tmp_path, {"services": SERVICES}, None))[0]
        if "/srv/both" in one
    ]


def test_a_file_in_the_place_of_a_directory_is_named_and_stays(made):
    assert '"/srv/file" already exists and is not a directory.' in made.created.output
    assert made.created.status == 0
    assert made.file.output == "regular empty file 644\n"
