"""`wsgigen init` on a terminal asks for what no option says."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wsgigen.profile.load import load

ANSWERS = ("el-9", "", "keystone placement", "", "c.example.org", "pacemaker")


def asked(directory: Path, *answers: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """Exit status and what the terminal shows, when *answers* are typed one after the other, and then the end of input."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "wsgigen", "init", "c.yaml", *options]
    process = subprocess.Popen(
        command,
        cwd=directory,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    os.write(leader, "".join(f"{one}\n" for one in answers).encode() + b"\x04")
    shown, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if not (some := os.read(leader, 4096)):
                break
        except OSError:  # the terminal's last user has gone
            break
        shown += some
    os.close(leader)
    return process.wait(timeout=30), shown.decode()


def test_answers_become_a_profile(tmp_path):
    status, shown = asked(tmp_path, *ANSWERS)
    assert (status, "c.yaml: keystone, placement" in shown) == (0, True), shown
    profile = load(tmp_path / "c.yaml")[0]
    assert (profile.platform, profile.layout, profile.openstack) == (
        "el-9",
        "per-service",
        "2025.1",
    )
    assert (profile.server_name, profile.manager, sorted(profile.services)) == (
        "c.example.org",
        "pacemaker",
        ["keystone", "placement"],
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("el-8", *ANSWERS), "el-8 is not known; did you mean el-9?"),
        ((*ANSWERS[:2], "", *ANSWERS[2:]), "name at least one, such as keystone"),
        ((*ANSWERS[:2], "keyston", *ANSWERS[2:]), "keyston is not known; did you mean keystone?"),
        ((*ANSWERS[:3], "ocata", *ANSWERS[3:]), "ocata is a release of OpenStack before zed"),
        ((*ANSWERS[:4], "a_b", *ANSWERS[4:]), '"a_b" is not a host name'),
        ((*ANSWERS[:5], "me", *ANSWERS[5:]), '"me" is not a manager'),
    ],
)
def test_a_wrong_word_is_asked_again(answers, said, tmp_path):
    status, shown = asked(tmp_path, *answers)
    assert said in shown
    assert status == 0, shown
    assert sorted(load(tmp_path / "c.yaml")[0].services) == ["keystone", "placement"]


def test_what_an_option_says_is_not_asked(tmp_path):
    status, shown = asked(tmp_path, *ANSWERS[1:], options=("--platform", "el-9"))
    assert (status, "Platform" in shown, "Layout" in shown) == (0, False, True), shown
    status, shown = asked(
        tmp_path, options=("--platform", "el-9", "--service", "keystone", "--force")
    )
    assert (status, "Layout" in shown) == (0, False), shown


def test_who_leaves_has_no_profile(tmp_path):
    status, _ = asked(tmp_path, "el-9")
    assert status == 1
    assert list(tmp_path.iterdir()) == []
