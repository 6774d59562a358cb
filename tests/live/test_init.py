"""`wsgigen init` on a terminal asks for what no option says."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

from wsgigen.profile.load import load

ANSWERS = ("el-9", "", "keystone placement", "", "c.example.org", "pacemaker")


def asked(directory: Path, *answers: str) -> tuple[int, str]:
    """Exit status and what the terminal shows, when *answers* are typed one after the other, and then the end of input."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "wsgigen", "init", "c.yaml"]
    process = subprocess.Popen(command, cwd=directory, stdin=follower, stdout=follower, stderr=follower, start_new_session=True)
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
    assert (profile.platform, profile.layout, profile.openstack) == ("el-9", "per-service", "2025.1")
    assert (profile.server_name, profile.manager, sorted(profile.services)) == ("c.example.org", "pacemaker", ["keystone", "placement"])


def test_a_wrong_word_is_asked_again(tmp_path):
    status, shown = asked(tmp_path, "el-8", *ANSWERS)
    assert "'el-8' is not one of" in shown
    assert status == 0


def test_who_leaves_has_no_profile(tmp_path):
    status, _ = asked(tmp_path, "el-9")
    assert status == 1
    assert list(tmp_path.iterdir()) == []
