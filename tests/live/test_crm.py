"""Pacemaker's own judgement of CIBs that the other tests take for real ones."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.live.serving import missing
from tests.unit.given import written
from tests.unit.pacemaker.cib.cibs import NAMES, SHAPES
from tests.unit.pacemaker.cib.generated import sections, text
from wsgigen.pacemaker.cib.load import load_cib


def verified(path: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("crm_verify") or missing("crm_verify (Debian: pacemaker-cli-utils)")
    return subprocess.run(
        [program, "--verbose", "--xml-file", path],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", NAMES)
def test_pacemaker_accepts_every_cib_of_the_tests(name):
    process = verified(SHAPES / f"{name}.xml")
    assert process.returncode == 0, process.stderr


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(parts=sections())
def test_what_is_made_up_passes_pacemakers_schema_and_is_read(tmp_path, parts):
    path = written(tmp_path, text(parts), "cib.xml")
    assert "did not pass schema validation" not in verified(path).stderr
    load_cib(path)
