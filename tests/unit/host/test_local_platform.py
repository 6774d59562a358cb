"""The platform `local` is an Apache of this machine, with all that it writes below one root."""

from dataclasses import fields
from pathlib import Path, PurePosixPath

import pytest

from wsgigen.catalog.model import Platform
from wsgigen.catalog.platforms.local import PLATFORM
from wsgigen.errors import UserError
from wsgigen.host.apache import Apache
from wsgigen.host.local_platform import local_platform

APACHE = Apache(
    "system",
    httpd=Path("/usr/sbin/httpd"),
    modules=Path("/usr/lib64/httpd/modules"),
    mod_wsgi=Path("/usr/lib64/httpd/modules/mod_wsgi_python3.so"),
    rotatelogs=Path("/usr/sbin/rotatelogs"),
    httpd_version=(2, 4, 57),
    mod_wsgi_version=(4, 7, 1),
    python=(3, 9),
    static=frozenset({"so_module"}),
)
#: What `wsgigen run` writes to.
_WRITTEN = ("etc", "share", "libexec", "run", "log")


def test_what_is_written_is_below_the_root_as_it_would_be_below_the_hosts(tmp_path):
    platform = local_platform(APACHE, tmp_path)
    root = PurePosixPath(tmp_path)
    assert (platform.prefix, platform.server_root) == (root, root)
    assert {name: getattr(platform, name) for name in _WRITTEN} == {
        name: root / getattr(PLATFORM, name).relative_to("/") for name in _WRITTEN
    }


def test_the_apache_gives_its_programs_and_versions():
    platform = local_platform(APACHE, Path("/srv/root"))
    assert platform.httpd == PurePosixPath("/usr/sbin/httpd")
    assert platform.rotatelogs == PurePosixPath("/usr/sbin/rotatelogs")
    assert platform.modules_dir == PurePosixPath("/usr/lib64/httpd/modules")
    assert platform.wsgi_module == "/usr/lib64/httpd/modules/mod_wsgi_python3.so"
    assert platform.static_modules == {"so_module"}
    versions = (platform.httpd_version, platform.mod_wsgi_version, platform.python)
    assert versions == ((2, 4, 57), (4, 7, 1), (3, 9))


def test_all_else_is_as_the_catalogue_has_it():
    platform = local_platform(APACHE, Path("/srv/root"))
    changed = {
        field.name
        for field in fields(Platform)
        if getattr(platform, field.name) != getattr(PLATFORM, field.name)
    }
    assert not platform.privileged
    assert changed <= {
        *_WRITTEN,
        *("prefix", "server_root", "httpd", "httpd_version", "mod_wsgi_version", "python"),
        *("modules_dir", "static_modules", "wsgi_module", "rotatelogs", "interpreter"),
        "mime_types",
    }


def test_a_relative_root_is_below_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert local_platform(APACHE, Path("here/../root")).prefix == PurePosixPath(tmp_path / "root")


@pytest.mark.parametrize("name", ["a%b", 'a"b', "a$b", "a*b", "größe"])
def test_a_root_that_cannot_be_written_in_configurations_is_refused(name):
    with pytest.raises(UserError) as refused:
        local_platform(APACHE, Path("/srv", name))
    (problem,) = refused.value.problems
    assert problem.message.startswith("cannot be served from: ")
    assert problem.location.file == f"/srv/{name}"
    assert problem.fix
