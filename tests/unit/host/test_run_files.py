"""`wsgigen run` writes as root where the user who serves may write, too."""

import os
import pwd
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from tests.unit.given import OWN, as_root, loaded
from wsgigen.catalog.platforms.local import PLATFORM
from wsgigen.errors import UserError
from wsgigen.host.logs import Mark, first_failure
from wsgigen.host.run_files import make_directories, start_log, too_long
from wsgigen.plan.model import Plan
from wsgigen.plan.resolve import resolve

pytestmark = as_root
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    prefix = PurePosixPath(tmp_path / "root")
    where = {
        name: prefix / getattr(PLATFORM, name).relative_to("/")
        for name in ("etc", "share", "libexec", "run", "log")
    }
    platform = replace(PLATFORM, prefix=prefix, server_root=prefix, **where)
    profile = loaded(tmp_path, services={"reports": OWN})
    return resolve(replace(profile, platform="local"), platform)


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "victim"
    path.write_text("precious\n")
    return path


def logs(plan: Plan) -> Path:
    return Path(plan.instances[0].logs)


def test_directories_are_the_users_who_serves(plan):
    make_directories(plan, NOBODY)
    assert logs(plan).stat().st_uid == NOBODY.pw_uid
    assert logs(plan).parent.parent.stat().st_uid == 0


def test_a_new_log_replaces_the_old_one(plan):
    make_directories(plan, NOBODY)
    for text in (b"one", b"two"):
        with start_log(plan, plan.instances[0]) as log:
            os.write(log, text)
    assert (logs(plan) / "start.log").read_bytes() == b"two"


def test_a_link_in_the_place_of_the_log_is_replaced_and_not_written_through(plan, victim):
    make_directories(plan, NOBODY)
    (logs(plan) / "start.log").symlink_to(victim)
    with start_log(plan, plan.instances[0]) as log:
        os.write(log, b"the application's\n")
    assert victim.read_text() == "precious\n"
    assert (logs(plan) / "start.log").read_text() == "the application's\n"


def test_a_link_in_the_place_of_a_directory_gives_nothing_away(plan, tmp_path):
    make_directories(plan, NOBODY)
    precious = tmp_path / "precious"
    precious.mkdir()
    logs(plan).rename(tmp_path / "moved")
    logs(plan).symlink_to(precious)
    for work in (
        lambda: make_directories(plan, NOBODY),
        lambda: start_log(plan, plan.instances[0]).__enter__(),
    ):
        with pytest.raises(UserError) as raised:
            work()
        [problem] = raised.value.problems
        assert problem.location.file == str(logs(plan))
        assert problem.message == "cannot be written: Not a directory"
    assert precious.stat().st_uid == 0
    assert list(precious.iterdir()) == []


@pytest.mark.parametrize("plant", [Path.symlink_to, lambda path, _: os.mkfifo(path)])
def test_no_log_is_read_through_a_link_or_from_a_pipe(plan, victim, plant):
    make_directories(plan, NOBODY)
    path = logs(plan) / "start.log"
    plant(path, victim)
    assert first_failure([Mark(path, 0, 0)]) == ()


@pytest.mark.parametrize(
    ("run", "is_too_long"),
    [
        ("/" + 80 * "a", False),
        ("/" + 81 * "a", True),
        ("/" + 40 * "ö", False),
        ("/a" + 40 * "ö", True),
    ],
)
def test_the_name_of_a_socket_fits_into_107_bytes(run, is_too_long):
    """With /wsgi, and .4194304.0.99999.sock, the longest that mod_wsgi appends."""
    assert too_long(PurePosixPath(run)) is is_too_long
