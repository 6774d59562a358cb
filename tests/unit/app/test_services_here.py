"""A host's packages and vhosts are read by the facts of its platform's family."""

from pathlib import Path

import pytest

from wsgigen.app.services_here import Sources, release_here, services_here
from wsgigen.catalog.model import NEWEST
from wsgigen.discover.found import Found
from wsgigen.host import installed, vhosts

_PACKAGES = {"openstack-keystone", "placement-api"}
_VHOST = """\
<VirtualHost *:5000>
    WSGIDaemonProcess keystone
    WSGIProcessGroup keystone
    WSGIScriptAlias / /usr/bin/keystone-wsgi-public
</VirtualHost>
"""


@pytest.mark.parametrize(
    ("platform", "service"),
    [("el-9", "keystone"), ("debian-12", "placement"), ("another", None)],
)
def test_packages_are_those_of_the_platforms_family(monkeypatch, platform, service):
    monkeypatch.setattr(installed, "packages", lambda: _PACKAGES)
    monkeypatch.setattr(vhosts, "vhosts", lambda: ())
    found = services_here((), platform, Sources(installed=True, vhosts=(), cluster=None))
    assert [one.service for one in found if isinstance(one, Found)] == [service][: bool(service)]


@pytest.mark.parametrize(
    ("platform", "user"), [("el-9", "keystone"), ("debian-12", "keystone"), ("another", None)]
)
def test_a_vhost_is_compared_with_the_account_of_the_family(tmp_path, platform, user):
    (tmp_path / "keystone.conf").write_text(_VHOST)
    sources = Sources(installed=False, vhosts=(tmp_path / "keystone.conf",), cluster=None)
    (found,) = services_here((), platform, sources)
    assert isinstance(found, Found)
    assert (found.service, found.catalog_defaults["user"]) == ("keystone", user)


@pytest.mark.parametrize("is_asked", [True, False])
def test_this_machines_apache_is_read_where_its_installed_services_are_asked_for(
    tmp_path, monkeypatch, is_asked
):
    (tmp_path / "keystone.conf").write_text(_VHOST)
    monkeypatch.setattr(installed, "packages", lambda: ())
    monkeypatch.setattr(vhosts, "vhosts", lambda: (tmp_path,))
    found = services_here((), "el-9", Sources(installed=is_asked, vhosts=(), cluster=None))
    assert [one.service for one in found if isinstance(one, Found)] == ["keystone"][:is_asked]


def test_a_service_that_a_person_names_was_found_nowhere():
    nowhere = Sources(installed=False, vhosts=(), cluster=None)
    assert list(services_here(("keystone",), "el-9", nowhere)) == [Found("keystone", "", {})]


def venv_with(directory: Path, metadata: str) -> str:
    """Return a virtual environment that has one distribution, by the name of its metadata."""
    (directory / "lib/python3.11/site-packages" / metadata).mkdir(parents=True)
    return str(directory)


@pytest.mark.parametrize(
    ("platform", "metadata", "release"),
    [
        ("debian-12", "keystone-27.0.0.dist-info", "2025.1"),
        ("debian-12", "keystone.dist-info", NEWEST),
        ("another", "keystone-27.0.0.dist-info", NEWEST),
    ],
)
def test_a_virtual_environment_tells_the_release_and_else_the_newest_is_guessed(
    tmp_path, monkeypatch, platform, metadata, release
):
    monkeypatch.setattr(installed, "packages", dict)
    venv = venv_with(tmp_path, metadata)
    assert release_here(platform, venv, [Found("keystone", "", {})]).name == release


@pytest.mark.parametrize(
    ("venvs", "release"),
    [((), "zed"), ((None, None), "zed"), (("/no", None), "zed"), (("/no", "/no"), NEWEST)],
)
def test_what_the_platform_ships_is_no_guess_unless_all_run_from_virtual_environments(
    monkeypatch, venvs, release
):
    monkeypatch.setattr(installed, "packages", dict)
    names = ("keystone", "placement")
    services = [
        Found(name, "", {"venv": venv} if venv else {})
        for name, venv in zip(names, venvs, strict=False)
    ]
    assert release_here("debian-12", None, services).name == release
