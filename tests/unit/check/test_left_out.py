"""Nothing that docs/rules-left-out.md rules out is generated, however a profile is written."""

import re
from pathlib import Path

import pytest

from tests.unit.given import OWN, loaded, planned, rendered
from wsgigen.plan.resolve import resolve
from wsgigen.registry import every

#: The longest name that a service or a group may have.
LONGEST = "n" * 40
PLATFORMS = [platform.name for platform in every("wsgigen.catalog.platforms", "PLATFORM")]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_socket_has_a_path_of_108_bytes(tmp_path: Path, platform: str) -> None:
    (instance,) = planned(tmp_path, platform=platform, services={LONGEST: OWN}).instances
    directory = instance.run / instance.slots[0].name if instance.slots else instance.run
    assert len(f"{directory}/wsgi.4194304.0.99999.sock") < 108


@pytest.mark.parametrize("layout", ["single", "per-service", "grouped"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_two_instances_share_a_file(tmp_path: Path, platform: str, layout: str) -> None:
    groups = {"identity": ["keystone", "placement"]} if layout == "grouped" else None
    profile = loaded(
        tmp_path,
        platform=platform,
        layout=layout,
        groups=groups,
        services={"keystone": {}, "placement": {}, "nova-api": {}},
    )
    instances = resolve(profile).instances
    for paths in (
        [(instance.run, instance.config) for instance in instances],
        [(site.logs, site.vhost, site.script) for instance in instances for site in instance.sites],
    ):
        every_path = [path for group in paths for path in group]
        assert len(set(every_path)) == len(every_path)


def test_no_header_field_is_limited_below_16_kib(tmp_path: Path) -> None:
    services = {"keystone": {"max_header": "1KiB"}, "reports": {**OWN, "max_header": "1KiB"}}
    assert all(site.max_header >= 16384 for site in planned(tmp_path, services=services).sites)


@pytest.mark.parametrize("layout", ["single", "per-service", "grouped"])
def test_nothing_pulls_in_a_unit_of_pacemakers(tmp_path: Path, layout: str) -> None:
    groups = {"identity": ["keystone", "placement"]} if layout == "grouped" else None
    files = rendered(tmp_path, manager="pacemaker", layout=layout, groups=groups)
    units = {
        instance.unit
        for instance in planned(
            tmp_path, manager="pacemaker", layout=layout, groups=groups
        ).instances
    }
    text = "\n".join(
        str(file.content) for path, file in files.items() if "/systemd/system/" in path
    )
    assert "pacemaker.service" not in text
    assert "[Service]" in text
    pulls = re.findall(
        r"^(?:Wants|Requires|Requisite|BindsTo|PartOf|Upholds|OnFailure|OnSuccess|WantedBy"
        r"|RequiredBy)=(.*)$",
        text,
        re.M,
    )
    assert not units & {unit for line in pulls for unit in line.split()}
    assert "wsgi.target" not in text
