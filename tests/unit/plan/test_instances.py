import math
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.given import OWN, planned
from wsgigen.plan.instances import _slots
from wsgigen.plan.model import Instance

_TLS = {"certificate": "/c.pem", "key": "/k.pem"}
_ALWAYS = [
    "mpm_event",
    "unixd",
    "log_config",
    "logio",
    "authz_core",
    "headers",
    "setenvif",
    "reqtimeout",
    "unique_id",
]


def instance(tmp_path: Path, service: dict[str, Any], **more: Any) -> Instance:
    (found,) = planned(tmp_path, services={"reports": {**OWN, **service}}, **more).instances
    return found


@given(processes=st.integers(1, 1024), threads=st.integers(1, 1024))
def test_httpd_has_room_for_the_daemons_and_half_as_much_again(
    tmp_path_factory, processes, threads
):
    found = instance(
        tmp_path_factory.getbasetemp(), {"processes": processes, "threads": threads}
    ).capacity
    assert found.max_request_workers >= 10 + max(10, math.ceil(1.5 * processes * threads))
    assert found.max_request_workers - 25 < max(50, 10 + math.ceil(1.5 * processes * threads)), (
        "and no more than one server above it"
    )
    assert found.max_request_workers % found.threads_per_child == 0
    assert found.server_limit * found.threads_per_child > found.max_request_workers, (
        "servers that still drain have a slot"
    )
    assert (
        found.min_spare_threads % found.threads_per_child
        == found.max_spare_threads % found.threads_per_child
        == 0
    )
    assert found.max_spare_threads >= found.min_spare_threads + found.threads_per_child


@pytest.mark.parametrize(
    ("processes", "threads", "workers", "servers"),
    [(1, 1, 50, 4), (2, 5, 50, 4), (8, 5, 75, 5), (100, 10, 1525, 63)],
)
def test_capacity_in_numbers(tmp_path, processes, threads, workers, servers):
    found = instance(tmp_path, {"processes": processes, "threads": threads}).capacity
    assert (found.max_request_workers, found.server_limit) == (workers, servers)


def test_a_shared_instance_has_room_for_all_its_sites(tmp_path):
    services = {
        name: {**OWN, "port": port, "processes": 20} for name, port in (("a", 9000), ("b", 9001))
    }
    (shared,) = planned(tmp_path, layout="single", services=services).instances
    assert shared.capacity.max_request_workers == 325


@pytest.mark.parametrize(
    ("service", "more", "modules"),
    [
        pytest.param({}, {}, [*_ALWAYS, "wsgi"], id="plain"),
        pytest.param({"tls": _TLS}, {}, [*_ALWAYS, "socache_shmcb", "ssl", "wsgi"], id="TLS"),
        pytest.param(
            {"static": {"/s": "/srv"}}, {}, [*_ALWAYS, "alias", "mime", "wsgi"], id="static files"
        ),
        pytest.param(
            {},
            {"trusted_proxies": ["10.0.0.0/8"]},
            [*_ALWAYS, "remoteip", "wsgi"],
            id="behind a proxy",
        ),
    ],
)
def test_only_the_modules_whose_directives_are_used(tmp_path, service, more, modules):
    assert list(instance(tmp_path, service, **more).modules) == modules


def test_times_are_those_of_the_slowest_site(tmp_path):
    services = {"a": {**OWN, "drain": "50s", "startup_timeout": "2m"}, "b": {**OWN, "port": 1}}
    (shared,) = planned(tmp_path, layout="single", services=services).instances
    assert (shared.drain, shared.stop, shared.start) == (50, 80, 140)


def slots(tmp_path: Path, name: str, **more: Any) -> list[tuple[str, str]]:
    profile = planned(tmp_path, services={name: OWN}, **more)
    return [(slot.name, slot.address) for slot in profile.instances[0].slots]


def test_each_slot_has_an_address_that_depends_on_the_instance_alone(tmp_path):
    assert slots(tmp_path, "hello") == [("a", "127.97.77.12"), ("b", "127.97.77.13")]
    assert slots(tmp_path, "hello", platform="el-9") == slots(tmp_path, "hello")
    assert slots(tmp_path, "other") != slots(tmp_path, "hello")


def test_addresses_of_slots_are_within_127_64_10(tmp_path):
    network = ip_network("127.64.0.0/10")
    for number in range(200):
        first, second = (ip_address(slot.address) for slot in _slots(f"service-{number}"))
        assert first in network
        assert int(second) == int(first) + 1


@pytest.mark.parametrize("more", [{"layout": "single"}, {"platform": "local"}])
def test_what_does_not_hand_over_has_no_slots(tmp_path, more):
    assert slots(tmp_path, "reports", **more) == []


def test_shared_means_more_than_one_service(tmp_path):
    assert not instance(tmp_path, {}, layout="single").serves_several
    assert planned(tmp_path, layout="single").instances[0].serves_several


def test_the_unprivileged_platform_has_an_instance_of_its_own_in_every_layout(tmp_path):
    found = instance(tmp_path, {}, layout="single", platform="local")
    assert found.dedicated
    assert found.config.name == "httpd.conf"
