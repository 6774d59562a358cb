"""A host's packages and vhosts are read by the facts of its platform's family."""

import pytest

from wsgigen.app.services_here import Sources, services_here
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
