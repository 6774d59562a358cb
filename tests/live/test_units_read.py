"""Units and drop-ins are read in systemd's own order, and time spans are its own."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from wsgigen.discover.quantities import seconds
from wsgigen.discover.units import LOAD_PATH, UnitReader
from wsgigen.files.below import FilesBelow

from . import serving

_NAME = "wsgi-a-b.service"
_DIRECTORIES = (
    f"{_NAME}.d",
    "wsgi-a-.service.d",
    "wsgi-.service.d",
    "service.d",
    "wsgi-b.service.d",
)
#: systemd makes its own in these, and reads /lib only where /usr is not merged.
_PATH = [path for path in LOAD_PATH if path != "/lib/systemd/system"]


@pytest.fixture
def analyze() -> str:
    return shutil.which("systemd-analyze") or serving.missing("systemd-analyze")


@pytest.mark.parametrize("seed", range(12))
def test_a_unit_has_the_drop_ins_and_the_value_that_systemd_gives_it(analyze, tmp_path, seed):
    random = Random(seed)
    for path in random.sample(_PATH, 3):
        own = tmp_path / path[1:] / _NAME
        own.parent.mkdir(parents=True)
        own.write_text(
            f"[Service]\nExecStart=/bin/sleep 9\nTimeoutStopSec={random.randint(1, 59)}\n"
        )
    for _ in range(12):
        path, directory = random.choice(_PATH), random.choice(_DIRECTORIES)
        drop_in = (
            tmp_path / path[1:] / directory / f"{random.choice('aB1_')}{random.choice('09')}.conf"
        )
        drop_in.parent.mkdir(parents=True, exist_ok=True)
        if not drop_in.is_symlink():
            _fill(drop_in, random)
    unit = UnitReader(FilesBelow(tmp_path)).unit(_NAME)
    assert unit.gaps == ()
    said = _verify(analyze, [f"{tmp_path}{path}" for path in _PATH])
    assert re.findall(r"Fragment Path: (.*)", said) == [f"{tmp_path}{unit.files[0]}"]
    masked = {path for path in unit.files[1:] if (tmp_path / path[1:]).is_symlink()}
    drop_ins = [f"{tmp_path}{path}" for path in unit.files[1:] if path not in masked]
    assert [
        path for path in re.findall(r"DropIn Path: (.*)", said) if not os.path.islink(path)
    ] == drop_ins
    (_, value), *_ = unit.parsed(seconds, "Service.TimeoutStopSec")
    assert re.findall(r"TimeoutStopSec: (.*)", said) == [f"{value:g}s"]


def _fill(drop_in: Path, random: Random) -> None:
    kind = random.randrange(6)
    if kind == 0:
        if not drop_in.exists():
            drop_in.symlink_to("/dev/null")
    else:
        value = random.choice(["7", "8s", "1 \\\n# no\n 0", "no", "", "5", "6"])
        section = random.choice(["Service", "Service", "Service", "Unit", "X-Mine"])
        drop_in.write_text(f"TimeoutStopSec=1\n[{section}]\n TimeoutStopSec = {value}\n")


def _verify(analyze: str, paths: list[str]) -> str:
    """Return what systemd says of the unit."""
    done = subprocess.run(
        [analyze, "verify", "--man=no", _NAME],
        env={
            **os.environ,
            "SYSTEMD_LOG_LEVEL": "debug",
            "SYSTEMD_UNIT_PATH": ":".join([*paths, "/usr/lib/systemd/system"]),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = re.search(rf"-> Unit {_NAME}:\n((?:\t\t.*\n)*)", done.stdout)
    assert said, done.stderr
    return said[1]


@pytest.mark.parametrize(
    "text",
    ["1min 30s", "1h30", "1M", "1m", ".5s", "100ms 3", "1 min30s", "5x", "-1", "2weeks 1d", "1us"],
)
def test_a_time_span_is_what_systemd_says(analyze, text):
    done = subprocess.run(
        [analyze, "timespan", "--", text], capture_output=True, text=True, check=False
    )
    micro = re.search(r"μs: ([0-9]+)", done.stdout)
    value = seconds(text)
    assert (round(value * 1e6) if value is not None else None) == (int(micro[1]) if micro else None)
