"""Processes and memory of an instance, counted part by part."""

import pytest

from tests.unit.given import OWN, planned
from wsgigen.cluster.capacity import memory, processes

MIB = 1024**2


@pytest.mark.parametrize("daemons", [1, 3])
@pytest.mark.parametrize("sites", [1, 2])
def test_an_instance_has_a_parent_a_worker_two_loggers_a_site_and_its_daemons(
    tmp_path, daemons, sites
):
    names = ("keystone", "placement")[:sites]
    services = {name: {"processes": daemons} for name in names}
    plan = planned(tmp_path, layout="grouped", groups={"all": list(names)}, services=services)
    (instance,) = plan.instances
    assert processes(instance, plan.platform) == 1 + 1 + sites * (2 + daemons)


@pytest.mark.parametrize(("platform", "workers"), [("debian-12", 2), ("el-9", 3)])
def test_the_platforms_own_apache_starts_with_the_workers_of_the_platform(
    tmp_path, platform, workers
):
    services = {"keystone": {"processes": 2}}
    plan = planned(tmp_path, layout="single", platform=platform, services=services)
    (instance,) = plan.instances
    assert processes(instance, plan.platform) == 1 + workers + 2 + 2


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ({"keystone": {"processes": 1}}, 4 + 95),
        ({"keystone": {"processes": 3}}, 4 + 3 * 95),
        ({"reports": {**OWN, "processes": 3}}, 4 + 3 * 4),
        ({"keystone": {"processes": 2}, "reports": {**OWN, "processes": 1}}, 4 + 2 * 95 + 4),
    ],
)
def test_memory_is_that_of_httpd_and_of_each_process(tmp_path, services, expected):
    (instance,) = planned(tmp_path, layout="single", services=services).instances
    assert memory(instance) == expected * MIB
