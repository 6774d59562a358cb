"""Every rule can run on every CIB, with a profile and without."""

import pytest

from tests.unit.check.judged import view
from tests.unit.pacemaker.cib.cibs import NAMES
from wsgigen.check.rule import Severity
from wsgigen.check.run import check_layout, rules
from wsgigen.errors import Location

PROFILES = {
    "no profile": None,
    "single": {"layout": "single"},
    "one resource for all": {
        "layout": "single",
        "manager": "pacemaker",
        "cluster": {"components": "instance"},
    },
    "per-service": {"layout": "per-service", "manager": "pacemaker"},
    "grouped": {
        "layout": "grouped",
        "manager": "pacemaker",
        "groups": {"identity": ["keystone", "placement"]},
    },
}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("shape", NAMES)
def test_every_rule_has_an_answer(tmp_path, shape, profile):
    result = check_layout(
        view(tmp_path, PROFILES[profile], f"{shape}.xml"),
        rules(),
        lambda at: at if isinstance(at, Location) else Location(".".join(map(str, at))),
    )
    assert all(
        finding.location.file and finding.message and finding.fix for finding in result.findings
    )


def test_a_unit_for_each_service_has_no_conflict(tmp_path):
    result = check_layout(
        view(tmp_path, None, "per-service.xml"),
        rules(),
        lambda at: at if isinstance(at, Location) else Location(""),
    )
    assert not [finding for finding in result.findings if finding.severity == Severity.CONFLICT]
