"""Fixtures and options of the live tests."""

from collections.abc import Iterator

import pytest

from wsgigen.host import apache as local

from . import openstack, serving, tls


@pytest.fixture(scope="session", params=["system", "embedded"])
def apache(request: pytest.FixtureRequest) -> local.Apache:
    """Each Apache in turn: the machine's, and the one embedded from PyPI."""
    return serving.apache(request.param)


@pytest.fixture(scope="session")
def system() -> local.Apache:
    """The machine's own Apache."""
    return serving.apache("system")


@pytest.fixture(params=["single", "per-service"], scope="session")
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def cloud() -> Iterator[openstack.Cloud]:
    """Keystone, placement and glance, configured and bootstrapped but not yet served."""
    with openstack.cloud() as made:
        yield made


@pytest.fixture(scope="session")
def certificate() -> Iterator[tls.Authority]:
    """An authority of the tests' own with the certificates it made."""
    with serving.directory() as top:
        yield tls.Authority(top)
