from typing import Any

import pytest

from tests.unit.given import OWN, wrong


def _two(one: object, other: object, port: int = 9001) -> dict[str, Any]:
    return {"a": {**OWN, "listen": one}, "b": {**OWN, "port": port, "listen": other}}


@pytest.mark.parametrize(
    ("services", "clash"),
    [
        pytest.param(_two("*", "*", 9000), "b and a both listen on *:9000", id="both everywhere"),
        pytest.param(
            _two("10.0.0.1", "*", 9000),
            "b and a both listen on *:9000",
            id="everywhere and one address",
        ),
        pytest.param(
            _two("*", "10.0.0.1", 9000),
            "b and a both listen on 10.0.0.1:9000",
            id="one address and everywhere",
        ),
        pytest.param(
            _two("::", "fd00::1", 9000),
            "b and a both listen on [fd00::1]:9000",
            id="every IPv6 address and one",
        ),
        pytest.param(
            _two("::", "10.0.0.1", 9000),
            "b and a both listen on 10.0.0.1:9000",
            id="IPv6's wildcard takes IPv4 too",
        ),
        pytest.param(
            _two("0.0.0.0", "10.0.0.1", 9000),
            "b and a both listen on 10.0.0.1:9000",
            id="every IPv4 address and one",
        ),
        pytest.param(
            _two("::1", "0:0::1", 9000),
            "b and a both listen on [::1]:9000",
            id="one IPv6 address written twice",
        ),
        pytest.param(_two("0.0.0.0", "::1", 9000), None, id="every IPv4 address and one of IPv6"),
        pytest.param(_two("10.0.0.1", "10.0.0.2", 9000), None, id="two addresses"),
        pytest.param(_two("*", "*"), None, id="two ports"),
        pytest.param(_two("10.0.0.1", "::1", 9000), None, id="two families"),
        pytest.param(
            {"keystone": {"listen": "10.0.0.1"}, "reports": {**OWN, "port": 5000}},
            "reports and keystone both listen on *:5000",
            id="default port",
        ),
    ],
)
@pytest.mark.parametrize("layout", ["single", "per-service"])
def test_two_sites_on_one_port(tmp_path, layout, services, clash):
    found = wrong(tmp_path, layout=layout, services=services)
    assert [one.message for one in found] == ([clash] if clash else [])
    assert [one.key for one in found] == ([("services", list(services)[1])] if clash else [])


def test_one_site_that_wants_an_address_twice(tmp_path):
    (problem,) = wrong(tmp_path, services={"a": {**OWN, "listen": ["*", "10.0.0.1"]}})
    assert problem.message == "a listens on 10.0.0.1:9000 twice, since a wildcard is every address"
    assert problem.key == ("services", "a", "listen")
