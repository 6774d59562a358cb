"""Packages of what wsgigen builds, by the real rpmbuild, installed, upgraded and removed by the real rpm.

Not run: dnf, and httpd, mod_wsgi and systemd as EL ships them. systemctl is asked and written down, since no systemd runs in a
chroot; what it makes of that is shown on hosts that boot.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.live import rpm
from tests.live.packaged import Host, asked
from tests.live.serving import directory
from tests.live.shapes import platform_called, shape
from wsgigen.plan.resolve import resolve
from wsgigen.profile.load import load
from wsgigen.render.artifact import Artifact
from wsgigen.render.render import render

PER_SERVICE, SINGLE = (
    rpm.EXAMPLES / f"{name}.spec" for name in ("openstack-wsgi", "openstack-wsgi-single")
)
Build = Callable[..., dict[str, Path]]
_PROFILE = rpm.EXAMPLES / "controller.yaml"


@pytest.fixture(scope="module")
def systemd(request: pytest.FixtureRequest) -> rpm.Systemd:
    rpm.needed("rpmbuild", "rpm", "rpmlint")
    assert request.config.cache
    return rpm.systemd(request.config.cache.mkdir("systemd"))


@pytest.fixture(scope="module")
def build(systemd: rpm.Systemd) -> Iterator[Build]:
    """Builds an example, with another profile or release where one is given: its packages by name."""
    with ExitStack() as made:

        def build(
            spec: Path,
            profile: str | None = None,
            release: str = "1",
            prefix: tuple[str, ...] = (),
            **more: Any,
        ) -> dict[str, Path]:
            top = made.enter_context(directory())
            text = spec.read_text().replace("Release:        1", f"Release:        {release}")
            (top / spec.name).write_text(text)
            (top / "controller.yaml").write_text(profile or _PROFILE.read_text())
            return rpm.Build(top / "rpmbuild", systemd, prefix=prefix, **more).packages(
                top / spec.name
            )

        yield build


@pytest.fixture(scope="module")
def per_service(build: Build) -> dict[str, Path]:
    return build(PER_SERVICE)


@pytest.fixture(scope="module")
def single(build: Build) -> dict[str, Path]:
    return build(SINGLE)


def files(package: Path) -> dict[str, list[str]]:
    """Every file of a package: path, mode, owner, and whether it is configuration that an upgrade leaves alone."""
    form = "[%{FILENAMES}\t%{FILEMODES:perms}\t%{FILEUSERNAME}:%{FILEGROUPNAME}\t%{FILEFLAGS:fflags}\n]"
    return {
        path: rest
        for path, *rest in (line.split("\t") for line in rpm.query(package, form) if line)
    }


def artifacts(layout: str) -> dict[str, Artifact]:
    profile = load(_PROFILE)[0]
    return {
        str(one.path): one
        for one in render(resolve(replace(profile, layout=layout), platform_called("el-9")))
    }


@pytest.mark.parametrize(
    ("spec", "layout"),
    [(PER_SERVICE, "per-service"), (SINGLE, "single")],
    ids=["per-service", "single"],
)
def test_the_packages_hold_the_tree_and_nothing_else(spec, layout, build):
    held = [
        (path, what) for package in build(spec).values() for path, what in files(package).items()
    ]
    wanted = artifacts(layout)
    assert sorted(path for path, what in held if not what[0].startswith("d")) == sorted(wanted)
    for path, (mode, owner, flags) in held:
        assert owner == "root:root"
        assert mode == (
            "drwxr-xr-x"
            if path not in wanted
            else "-rwxr-xr-x"
            if wanted[path].mode == 0o755
            else "-rw-r--r--"
        )
        assert flags == ("cn" if path in wanted and path.startswith("/etc/") else ""), path


def test_a_distribution_that_names_no_platform_builds_for_the_profiles(build):
    """As rpmbuild on Debian, where no macro says what it is built for."""
    packages = build(PER_SERVICE, distribution={})
    assert sorted(packages) == [
        "openstack-keystone-wsgi",
        "openstack-placement-wsgi",
        "openstack-wsgi-common",
    ]
    assert "python3-mod_wsgi" in requires(packages["openstack-keystone-wsgi"])


def test_each_service_is_a_package_of_its_own(per_service):
    assert sorted(per_service) == [
        "openstack-keystone-wsgi",
        "openstack-placement-wsgi",
        "openstack-wsgi-common",
    ]
    for name in ("keystone", "placement"):
        paths = files(per_service[f"openstack-{name}-wsgi"])
        assert f"/usr/lib/systemd/system/wsgi-{name}.service" in paths
        assert not [path for path in paths if name not in path]


def requires(package: Path) -> set[str]:
    return {line for line in rpm.query(package, "[%{REQUIRENAME}\n]") if line}


def test_a_package_requires_what_its_instances_need(per_service, single):
    assert {"httpd", "python3-mod_wsgi", "openstack-keystone", "openstack-wsgi-common"} <= requires(
        per_service["openstack-keystone-wsgi"]
    )
    assert "openstack-placement-api" not in requires(per_service["openstack-keystone-wsgi"])
    assert not {"httpd", "python3-mod_wsgi"} & requires(per_service["openstack-wsgi-common"])
    wanted = {"httpd", "python3-mod_wsgi", "openstack-keystone", "openstack-placement-api"}
    assert wanted <= requires(single["openstack-wsgi-single"])


def test_what_a_build_needs_follows_from_the_profile(systemd, tmp_path):
    done = rpm.Build(tmp_path, systemd).run(SINGLE, "-br")
    assert done.returncode in (0, 11), done.stderr
    (source,) = (tmp_path / "SRPMS").glob("*.nosrc.rpm")
    assert {
        "httpd",
        "python3-mod_wsgi",
        "openstack-keystone",
        "systemd-rpm-macros",
        "wsgigen",
    } <= requires(source)


def test_a_profile_that_conflicts_is_not_packaged(build):
    """EL 9's mod_wsgi runs a Python that this release has left behind."""
    with pytest.raises(AssertionError, match="python-too-old"):
        build(PER_SERVICE, _PROFILE.read_text().replace("2025.1", "2026.1"))


@pytest.mark.parametrize("spec", [PER_SERVICE, SINGLE], ids=["per-service", "single"])
def test_rpmlint_finds_no_error(spec, systemd, build):
    packages = build(spec).values()
    assert "0 errors" in (said := rpm.lint(systemd, *packages, spec)), said


def test_clock_user_and_directory_leave_no_trace(build):
    """Built by others, elsewhere, at another time: the same packages, bit for bit."""
    rpm.needed("unshare", "faketime")
    fixed = {
        "use_source_date_epoch_as_buildtime": "1",
        "_buildhost": "build.example.org",
        "source_date_epoch_from_changelog": "0",
    }
    epoch = {"SOURCE_DATE_EPOCH": "1700000000"}
    other = ("faketime", "2031-05-05 05:05:05", "unshare", "--map-user=4711", "--map-group=4711")
    here = build(PER_SERVICE, defined=fixed, environment=epoch)
    there = build(
        PER_SERVICE,
        defined=fixed,
        environment={**epoch, "TZ": "Asia/Tokyo", "NO_FAKE_STAT": "1"},
        prefix=other,
        umask=0o027,
    )
    assert {name: _digest(path) for name, path in here.items()} == {
        name: _digest(path) for name, path in there.items()
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def host(systemd: rpm.Systemd) -> Host:
    tree = {
        "/usr/lib/systemd/systemd-update-helper": ("0755", systemd.helper),
        "/etc/selinux/config": ("0644", "SELINUX=disabled\n"),
    }
    return Host(shape(platform_called("el-9")).over(tree))


INSTALL, UPGRADE = "rpm -i --nodeps /{}/*.rpm", "rpm -U --nodeps /{}/*.rpm"
#: What systemd's own packages and the start of a unit do.
START = "systemd-sysusers && mkdir -p /run/wsgigen/keystone/a /run/wsgigen/placement/a /run/wsgigen/single"


def test_installed_it_is_enabled_and_not_started(host, per_service):
    units = ("wsgi.target", "wsgi-keystone.service", "wsgi-placement.service")
    installed, *enabled = host.run(
        [
            INSTALL.format("one"),
            *(f"systemctl is-enabled {unit}" for unit in units),
            "rpm -Va --nodeps",
        ],
        one=per_service,
    )
    assert not asked(installed)
    assert [output.split()[0] for output in enabled[:3]] == ["enabled"] * 3
    assert enabled[3].strip() == "", "as packaged"


def test_what_pacemaker_manages_is_not_enabled(host, build):
    profile = _PROFILE.read_text().replace("placement: {}", "placement: {manager: pacemaker}")
    _, state = host.run(
        [INSTALL.format("one"), "systemctl is-enabled wsgi-placement.service || :"],
        one=build(PER_SERVICE, profile),
    )
    assert state.split()[0] in ("disabled", "static")


def test_an_upgrade_restarts_what_changed_and_nothing_else(host, build, per_service):
    profile = _PROFILE.read_text()
    same = build(PER_SERVICE, release="2")
    slower = build(
        PER_SERVICE, profile.replace("keystone: {}", "keystone: {processes: 3}"), release="3"
    )
    entry = build(
        PER_SERVICE,
        profile.replace("keystone: {}", "keystone: {processes: 3, environment: {A: b}}"),
        release="4",
    )
    steps = [
        INSTALL.format("one"),
        START,
        *(UPGRADE.format(name) for name in ("same", "slower", "entry")),
    ]
    _, _, *upgraded = host.run(steps, one=per_service, same=same, slower=slower, entry=entry)
    assert [asked(one) for one in upgraded] == [
        [],
        ["try-reload-or-restart wsgi-keystone.service"],
        ["try-reload-or-restart wsgi-keystone.service"],
    ]


def test_what_an_administrator_edits_survives_an_upgrade_and_restarts_nothing(
    host, build, per_service
):
    after = build(
        PER_SERVICE,
        _PROFILE.read_text().replace("keystone: {}", "keystone: {processes: 3}"),
        release="2",
    )
    edit = "sed -i '$a# mine' /etc/wsgigen/keystone/*.conf"
    look = "tail -qn 1 /etc/wsgigen/keystone/*.conf; ls /etc/wsgigen/keystone"
    *_, upgraded, found = host.run(
        [INSTALL.format("one"), START, edit, UPGRADE.format("two"), look],
        one=per_service,
        two=after,
    )
    assert not asked(upgraded)
    assert found.split("\n")[:2] == ["# mine"] * 2
    assert "keystone.conf.rpmnew" in found


def test_configuration_that_httpd_refuses_restarts_nothing(host, build, per_service):
    after = build(
        PER_SERVICE,
        _PROFILE.read_text().replace("keystone: {}", "keystone: {processes: 3}"),
        release="2",
    )
    edit = "echo Nonsense >>/etc/wsgigen/keystone/httpd.conf; touch /reload-fails"
    *_, upgraded = host.run(
        [INSTALL.format("one"), START, edit, UPGRADE.format("two")], one=per_service, two=after
    )
    assert asked(upgraded) == ["try-reload-or-restart wsgi-keystone.service"]
    assert "wsgi-keystone.service: \nhttpd refuses its files:\n" in upgraded
    assert "Invalid command 'Nonsense'" in upgraded


def test_removing_one_package_stops_only_its_instance(host, per_service):
    left = "find /etc /usr -path '*wsgi*keystone*'"
    look = f"{left}; systemctl is-enabled wsgi-placement.service; rpm -V --nodeps openstack-placement-wsgi"
    _, removed, found = host.run(
        [INSTALL.format("one"), "rpm -e --nodeps openstack-keystone-wsgi", look], one=per_service
    )
    assert asked(removed) == ["--no-reload disable --now wsgi-keystone.service"]
    assert found.split("\n")[0] == "enabled"


def test_nothing_is_left(host, per_service, single):
    look = "find /run/changed -name '*wsgi*' -not -type c -not -name wsgi.target.wants -not -path '*/wsgigen-tests*'"
    for made in (per_service, single):
        _, _, found = host.run(
            [
                INSTALL.format("one"),
                "rpm -e --nodeps $(rpm -qa | grep wsgi)",
                look,
            ],
            one=made,
        )
        assert found.strip() == ""


def test_the_platforms_own_apache_goes_on_without_the_package(host, single):
    steps = [
        f"{INSTALL.format('one')} && {START}",
        "httpd -t -f /etc/httpd/conf/httpd.conf",
        "rpm -e --nodeps openstack-wsgi-single",
        "httpd -t -f /etc/httpd/conf/httpd.conf",
    ]
    installed, _, removed, _ = host.run(steps, one=single)
    assert not asked(installed)
    assert asked(removed) == ["--no-reload disable --now wsgi.target", "try-restart httpd.service"]


_OTHER = """\
Name: other
Version: 1
Release: 1
Summary: Files that instances have loaded
License: Apache-2.0
BuildArch: noarch
%description
%{{summary}}.
%install
install -D -m 644 /dev/null %{{buildroot}}{path}
%files
{path}
"""


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/usr/lib64/httpd/modules/mod_nothing.so", ["keystone", "placement"]),
        ("/usr/lib/python3.9/site-packages/placement/new.py", ["placement"]),
        ("/usr/lib/python3.9/site-packages/other.py", []),
    ],
)
def test_who_has_loaded_what_another_package_brings_is_handed_over(
    host, build, per_service, tmp_path, path, marked
):
    spec = tmp_path / "other.spec"
    spec.write_text(_OTHER.format(path=path))
    look = "ls /run/wsgigen-renew 2>/dev/null || :"
    steps = [INSTALL.format("one"), INSTALL.format("two"), look]
    _, installed, found = host.run(steps, one=per_service, two=build(spec))
    assert asked(installed) == ["restart --no-block wsgi-renew.service"] * bool(marked)
    assert found.split() == marked


def test_what_the_page_says_to_try_it_without_installing_does_it(systemd, tmp_path):
    page = (rpm.TOP / "docs/packaging.md").read_text()
    block = re.search(r"without installing wsgigen's package.*?```console\n(.*?)```", page, re.S)[1]
    lines = re.sub(r"^\$ ", "", block.replace("\\\n", " "), flags=re.M)
    own = f"rpmbuild -bb --nodeps --load={systemd.macros} --define '_dbpath {tmp_path}/db'"
    shutil.copytree(rpm.TOP / "packaging", tmp_path / "packaging")
    world = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
    }
    script = ["sh", "-ec", lines.replace("rpmbuild -bb", own)]
    done = subprocess.run(
        script, cwd=tmp_path, env=world, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    packages = {
        rpm.query(path, "%{NAME}")[0]: path for path in (tmp_path / "build/rpm/RPMS").rglob("*.rpm")
    }
    assert sorted(packages) == [
        "openstack-keystone-wsgi",
        "openstack-placement-wsgi",
        "openstack-wsgi-common",
    ]
    assert "openstack-keystone" in requires(packages["openstack-keystone-wsgi"]), (
        "the dependency generator was called"
    )


def test_wsgigens_own_package_brings_the_macros(systemd, tmp_path):
    """Its requirements of Python packages are those of pyproject.toml; only Fedora's own macros could derive them."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path],
        cwd=rpm.TOP,
        check=True,
        capture_output=True,
    )
    spec = tmp_path / "wsgigen.spec"
    spec.write_text((rpm.HERE / spec.name).read_text())
    built = rpm.Build(
        tmp_path / "rpmbuild",
        systemd,
        {"__python3": sys.executable, "_fileattrsdir": "/usr/lib/rpm/fileattrs"},
    )
    (package,) = built.packages(spec).values()
    paths = files(package)
    assert {
        "/usr/bin/wsgigen",
        "/usr/lib/rpm/macros.d/macros.wsgigen",
        "/usr/lib/rpm/wsgigen.req",
    } <= set(paths)
    assert not [path for path in paths if str(tmp_path) in path or "/tests/" in path]
    assert "0 errors" in (said := rpm.lint(systemd, package, spec)), said
