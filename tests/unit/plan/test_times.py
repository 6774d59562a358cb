"""A number that a template, a rule and a forecast share is one number, however each writes it."""

import ast
import re
from pathlib import Path

import pytest

from tests.unit.given import planned, rendered
from wsgigen.cluster.assumed import assume
from wsgigen.cluster.impact import impact
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT
from wsgigen.plan.model import Plan
from wsgigen.plan.times import OPERATION_MARGIN, START_CHECK_FAILURES, START_CHECK_PAUSES
from wsgigen.profile.model import Cluster

TEMPLATES = Path(__file__).resolve().parents[3] / "vhost_templates"
#: Seconds that one template has for itself, and nothing else reckons with.
_OF_ONE_TEMPLATE = {
    "AccuracySec=1",
    "KeepAliveTimeout 5",
    "SSLSessionCacheTimeout 300",
    "StartLimitIntervalSec=0",
}


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return planned(tmp_path)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return {path: artifact.content for path, artifact in rendered(tmp_path).items()}


def file_of(files: dict[str, str], ending: str) -> str:
    """Return the text of the one file whose path ends so."""
    (text,) = [text for path, text in files.items() if path.endswith(ending)]
    return text


def number(pattern: str, text: str) -> int:
    (value,) = re.findall(pattern, text, re.M)
    return int(value)


def constants(program: str) -> dict[str, object]:
    """Return what *program* assigns at its top, as far as it is literal."""
    literal: dict[str, object] = {}
    for node in ast.parse(program).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            targets = getattr(node.targets[0], "elts", node.targets)
            values = getattr(node.value, "elts", None) if len(targets) > 1 else [node.value]
            for target, value in zip(targets, values or (), strict=True):
                if isinstance(value, ast.Constant | ast.Tuple):
                    literal[target.id] = ast.literal_eval(value)
    return literal


def test_a_unit_starts_again_when_the_forecast_says(plan: Plan, files: dict[str, str]) -> None:
    delay = number(r"^RestartSec=(\d+)$", file_of(files, "/system/wsgi-keystone.service"))
    gone = next(one for one in impact(plan, Cluster()).recoveries if one.failure == "httpd is gone")
    assert (gone.mean, gone.worst) == (delay + 0.3, delay + 0.7)
    assert gone.formula.startswith(f"RestartSec={delay}, ")


def test_at_most_twelve_starts_in_the_first_minute_of_what_fails_at_once(
    files: dict[str, str],
) -> None:
    brake = constants(file_of(files, "/brake"))
    pause, longest, most = brake["PAUSE"], brake["LONGEST"], brake["TOO_MANY"]
    assert isinstance(pause, float)
    assert isinstance(longest, int)
    assert isinstance(most, int)
    begin, starts = 0.0, 1
    for failures in range(1, most):
        begin += min(pause * 2 ** (failures - 2), longest) if failures > 1 else 0
        starts += begin < 60
    assert starts == 6
    assert brake["RETRY"] == 60, "then one a minute"


def test_the_start_check_asks_as_often_as_run_does(files: dict[str, str]) -> None:
    start_check = constants(file_of(files, "/start-check"))
    assert start_check["PAUSES"] == START_CHECK_PAUSES
    assert start_check["FAILURES"] == START_CHECK_FAILURES


def test_a_probe_fails_after_its_patience(plan: Plan, files: dict[str, str]) -> None:
    pause = number(r"^ +time\.sleep\((\d+)\)$", file_of(files, "/probe"))
    probe = plan.sites[0].probe
    attempts = number(r"--attempts (\d+)", file_of(files, "/wsgi-probe@keystone.service"))
    assert probe.patience == attempts * probe.timeout + (attempts - 1) * pause


def test_httpd_starts_as_many_processes_as_the_forecast_counts(
    plan: Plan, files: dict[str, str]
) -> None:
    workers = number(r"^StartServers (\d+)$", file_of(files, "/keystone/httpd.conf"))
    daemons = sum(2 + site.daemon.processes for site in plan.sites)
    assert impact(plan, Cluster()).processes == len(plan.instances) * (1 + workers) + daemons


def test_an_assumed_operation_has_what_the_unit_takes_and_a_margin(
    tmp_path: Path, files: dict[str, str]
) -> None:
    cluster = assume(planned(tmp_path, manager="pacemaker"), Cluster())
    given = {one.name: one.timeout for one in cluster.primitives["keystone"].operations}
    stop = number(r"^TimeoutStopSec=(\d+)$", file_of(files, "/system/wsgi-keystone.service"))
    assert given["stop"] == stop + OPERATION_MARGIN
    assert given["monitor"] == DEFAULT_TIMEOUT


def test_no_template_has_seconds_of_its_own_that_are_not_named_here() -> None:
    setting = re.compile(r"^\s*(\w+(?:Sec=|Timeout )\d+)\s*$", re.M)
    found = {
        match for path in TEMPLATES.glob("*.j2") for match in setting.findall(path.read_text())
    }
    assert found == _OF_ONE_TEMPLATE
