import re
from pathlib import Path

import pytest

from tests.unit.given import planned
from wsgigen.plan.packages import packages
from wsgigen.registry import every

_WITH_SELINUX = [
    platform for platform in every("wsgigen.catalog.platforms", "PLATFORM") if platform.selinux
]
_TEMPLATES = Path(__file__).resolve().parents[3] / "vhost_templates"
#: What the generated programs run, by the kind of package that has it; systemd is wherever units are.
_PROGRAMS = {
    "systemctl": None,
    "journalctl": None,
    "semanage": "selinux",
    "semodule": "selinux",
    "restorecon": "selinux",
}


def test_every_program_that_a_generated_one_runs_is_of_a_known_package():
    called = {
        name
        for path in _TEMPLATES.glob("*.python.j2")
        for name in re.findall(r'\b(?:run|succeeds)\("([a-z0-9-]+)"', path.read_text())
    }
    assert called == set(_PROGRAMS)


@pytest.mark.parametrize("platform", _WITH_SELINUX, ids=lambda one: one.name)
def test_where_there_is_selinux_what_labels_ports_is_required(platform, tmp_path):
    release = platform.openstack or "2025.1"
    plan = planned(tmp_path, platform=platform.name, openstack=release, services={"keystone": {}})
    assert "policycoreutils-python-utils" in packages(plan.platform, plan.sites)
