"""README.md's commands that need no host of their own: each section in a directory of its own, run as it is printed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import readme
from tests.live.serving import missing

_SECTIONS = [
    each for each in readme.sections() if each.heading not in (readme.ON_A_HOST, readme.SCRIPTS)
]


@pytest.mark.parametrize("section", _SECTIONS, ids=lambda each: each.heading)
def test_what_it_shows_is_printed(section, tmp_path):
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:/usr/sbin:{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    if any("--prove" in command.words for command in section.commands) and not shutil.which(
        "crm_simulate", path=environment["PATH"]
    ):
        missing("crm_simulate")
    for name, content in section.files.items():
        (tmp_path / name).write_text(content)
    mark = readme.new_mark()
    done = subprocess.run(
        ["bash", "-c", readme.script(section.commands, mark)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = list(readme.results(done.stdout, mark))
    assert len(found) == len(section.commands)
    for command, (status, printed) in zip(section.commands, found, strict=True):
        if wrong := command.mismatch(status, printed):
            pytest.fail(f"{command.words}: {wrong}", pytrace=False)
