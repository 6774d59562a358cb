"""Packages of what wsgigen builds, by the real debhelper, installed, upgraded and removed by the real dpkg.

systemctl is asked and written down, since no systemd runs in a chroot; what it makes of that is shown on hosts that boot.
"""

import hashlib
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.live.deb import PROFILE, Packages, built
from tests.live.packaged import Host, asked
from tests.live.rpm import needed
from tests.live.serving import directory
from tests.live.shapes import platform_called, shape

_SINGLE = PROFILE.replace("layout: per-service", "layout: single")
Build = Callable[..., Packages]


@pytest.fixture(scope="module")
def build() -> Iterator[Build]:
    """Builds the example with a profile and a version: its packages by name."""
    needed("dpkg-buildpackage", "dh", "lintian")
    with ExitStack() as made:

        def build(
            profile: str = PROFILE,
            version: str = "1.0-1",
            prefix: tuple[str, ...] = (),
            **environment: str,
        ) -> Packages:
            return built(made.enter_context(directory()), profile, version, prefix, environment)

        yield build


@pytest.fixture(scope="module")
def per_service(build: Build) -> Packages:
    return build()


@pytest.fixture(scope="module")
def single(build: Build) -> Packages:
    return build(_SINGLE)


def fields(package: Path, name: str) -> set[str]:
    done = subprocess.run(
        ["dpkg-deb", "--field", package, name], capture_output=True, text=True, check=True
    )
    return set(done.stdout.strip().split(", "))


def files(package: Path) -> dict[str, tuple[str, str]]:
    """Mode and owner of every file that is wsgigen's."""
    listed = subprocess.run(
        ["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    words = [line.split() for line in listed]
    return {
        one[5][1:]: (one[0], one[1])
        for one in words
        if not one[0].startswith("d") and "/usr/share/doc/" not in one[5]
    }


def control(package: Path, name: str) -> str:
    return subprocess.run(
        ["dpkg-deb", "--info", package, name], capture_output=True, text=True, check=True
    ).stdout


def test_each_service_is_a_package_of_its_own(per_service):
    assert sorted(per_service) == [
        "openstack-keystone-wsgi",
        "openstack-placement-wsgi",
        "openstack-wsgi-common",
    ]
    for name in ("keystone", "placement"):
        held = files(per_service[f"openstack-{name}-wsgi"])
        assert f"/usr/lib/systemd/system/wsgi-{name}.service" in held
        assert not [path for path in held if name not in path]
    for package in per_service.values():
        assert {owner for _, owner in files(package).values()} == {"root/root"}
        assert {path for path, (mode, _) in files(package).items() if "x" in mode} == {
            path
            for path in files(package)
            if path.startswith(("/usr/libexec/", "/etc/needrestart/restart.d/"))
        }


def test_a_package_depends_on_what_its_instances_need(per_service, single):
    wanted = {"apache2", "apache2-utils", "libapache2-mod-wsgi-py3"}
    assert wanted | {"keystone"} <= fields(per_service["openstack-keystone-wsgi"], "Depends")
    assert wanted | {"placement-api"} <= fields(per_service["openstack-placement-wsgi"], "Depends")
    assert fields(per_service["openstack-wsgi-common"], "Depends") == {"python3"}
    assert wanted | {"keystone", "placement-api", "python3"} <= fields(
        single["openstack-wsgi-single"], "Depends"
    )


def test_a_package_waits_for_what_its_instances_have_loaded(per_service, single):
    """That dpkg then calls it is shown on hosts that boot: without what it depends on it would not."""
    lines = control(per_service["openstack-keystone-wsgi"], "triggers").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "interest-noawait /usr/lib/apache2/modules",
        "interest-noawait /usr/lib/python3/dist-packages/keystone",
        "interest-noawait /usr/sbin/apache2",
    ]
    assert "renew mark keystone ||" in control(per_service["openstack-keystone-wsgi"], "postinst")
    for package in (single["openstack-wsgi-single"], per_service["openstack-wsgi-common"]):
        assert "triggered" not in control(package, "postinst")


def test_what_is_in_etc_is_a_conffile_and_what_enables_it_is_not_shipped(per_service, single):
    listed = control(per_service["openstack-keystone-wsgi"], "conffiles").split()
    assert sorted(listed) == [
        "/etc/needrestart/restart.d/wsgi-keystone.service",
        "/etc/wsgigen/keystone/httpd.conf",
        "/etc/wsgigen/keystone/keystone.conf",
    ]
    assert not [path for path in files(single["openstack-wsgi-single"]) if "-enabled/" in path]


@pytest.mark.parametrize("profile", [PROFILE, _SINGLE], ids=["per-service", "single"])
def test_lintian_finds_no_error(profile, build):
    packages = build(profile)
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error", *packages.values()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_an_instance_that_does_not_exist_is_named(build):
    with pytest.raises(
        AssertionError, match=r"controller\.yaml has no instance keystone: it has placement"
    ):
        build(PROFILE.replace("  keystone: {}\n", ""))


def test_clock_user_and_directory_leave_no_trace(build):
    """Built by others, elsewhere, at another time: the same packages, bit for bit."""
    needed("unshare", "faketime")
    other = ("faketime", "2031-05-05 05:05:05", "unshare", "--map-user=4711", "--map-group=4711")
    here, there = build(), build(prefix=other, TZ="Asia/Tokyo", NO_FAKE_STAT="1", LC_ALL="C")
    digests = [
        {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in one.items()}
        for one in (here, there)
    ]
    assert digests[0] == digests[1]


@pytest.fixture(scope="module")
def host() -> Host:
    """Debian's own Apache, where services may start."""
    return Host(
        shape(platform_called("debian-12")).over(
            {"/usr/sbin/policy-rc.d": ("0755", "#!/bin/sh\nexit 0\n")}
        )
    )


INSTALL = "DEBIAN_FRONTEND=noninteractive dpkg --force-depends --force-confold -i /{}/*.deb"
RUN = "mkdir -p /run/wsgigen/keystone/a /run/wsgigen/placement/a /run/wsgigen/single"


def test_installed_it_is_enabled_and_started(host, per_service):
    units = ("wsgi.target", "wsgi-keystone.service", "wsgi-placement.service")
    state = "; ".join(f"systemctl is-enabled {unit}" for unit in units)
    installed, enabled, accounts = host.run(
        [INSTALL.format("one"), state, "getent passwd keystone placement"], one=per_service
    )
    assert {unit for line in asked(installed) for unit in units if f"start {unit}" in line} == set(
        units
    )
    assert enabled.split()[:3] == ["enabled"] * 3
    assert len(accounts.split("\n\n")[0].splitlines()) == 2


def test_what_pacemaker_manages_is_neither_enabled_nor_started(host, build):
    made = build(PROFILE.replace("placement: {}", "placement: {manager: pacemaker}"))
    installed, state = host.run(
        [INSTALL.format("one"), "systemctl is-enabled wsgi-placement.service || :"], one=made
    )
    assert not [line for line in asked(installed) if "placement" in line]
    assert state.split()[0] in ("disabled", "static")


def test_an_upgrade_restarts_what_changed_and_nothing_else(host, build, per_service):
    slower = PROFILE.replace("keystone: {}", "keystone: {processes: 3}")
    entry = slower.replace("{processes: 3}", "{processes: 3, environment: {A: b}}")
    made = {
        "same": build(version="1.0-2"),
        "slower": build(slower, "1.0-3"),
        "entry": build(entry, "1.0-4"),
    }
    _, _, *upgraded = host.run(
        [INSTALL.format("one"), RUN, *map(INSTALL.format, made)], one=per_service, **made
    )
    assert [asked(one) for one in upgraded] == [
        [],
        ["try-reload-or-restart wsgi-keystone.service"],
        ["try-reload-or-restart wsgi-keystone.service"],
    ]


def test_what_an_administrator_edits_survives_an_upgrade_and_restarts_nothing(
    host, build, per_service
):
    after = build(PROFILE.replace("keystone: {}", "keystone: {processes: 3}"), "1.0-2")
    edit = "sed -i '$a# mine' /etc/wsgigen/keystone/*.conf"
    look = "tail -qn 1 /etc/wsgigen/keystone/*.conf; ls /etc/wsgigen/keystone"
    *_, upgraded, found = host.run(
        [INSTALL.format("one"), RUN, edit, INSTALL.format("two"), look], one=per_service, two=after
    )
    assert not asked(upgraded)
    assert found.split("\n")[:2] == ["# mine"] * 2
    assert "keystone.conf.dpkg-dist" in found


def test_removing_one_package_stops_only_its_instance(host, per_service):
    look = "find /usr -path '*wsgi*keystone*'; systemctl is-enabled wsgi-placement.service; dpkg --verify openstack-placement-wsgi"
    _, removed, found = host.run(
        [INSTALL.format("one"), "dpkg --purge openstack-keystone-wsgi", look], one=per_service
    )
    assert len(asked(removed)) == 1
    assert "stop wsgi-keystone.service" in asked(removed)[0]
    assert found.split("\n")[0] == "enabled"


def test_what_was_removed_runs_again_when_it_is_installed_again(host, per_service):
    steps = [INSTALL.format("one"), "dpkg --remove openstack-keystone-wsgi", INSTALL.format("one")]
    assert "start wsgi-keystone.service" in "\n".join(asked(host.run(steps, one=per_service)[-1]))


def test_nothing_is_left_after_a_purge(host, per_service, single):
    look = "cd /run/changed && find . -name '*wsgi*' -not -type c -not -name wsgi.target.wants -not -path './var/lib/dpkg/*'"
    for made in (per_service, single):
        steps = [
            INSTALL.format("one"),
            f"dpkg --force-depends --purge {' '.join(made)}",
            look,
        ]
        assert host.run(steps, one=made)[-1].strip() == ""


def test_a_purge_removes_the_logs_of_its_own_instances_and_a_removal_none(
    host, per_service, single
):
    """Those of somebody else stay, and so does their directory."""
    made = "for one in keystone placement other; do mkdir -p /var/log/wsgigen/$one; echo line >/var/log/wsgigen/$one/error.log; done"
    look = "ls /var/log/wsgigen || :"
    steps = [
        INSTALL.format("one"),
        made,
        "dpkg --remove openstack-keystone-wsgi",
        look,
        "dpkg --purge openstack-keystone-wsgi",
        look,
    ]
    *_, removed, _, purged = host.run(steps, one=per_service)
    assert removed.split() == ["keystone", "other", "placement"]
    assert purged.split() == ["other", "placement"]
    steps = [
        INSTALL.format("one"),
        made,
        "dpkg --force-depends --purge openstack-wsgi-single",
        look,
    ]
    assert host.run(steps, one=single)[-1].split() == ["other"]
    steps = [
        INSTALL.format("one"),
        made.replace(" other", ""),
        "dpkg --purge openstack-wsgi-single",
        f"{look} 2>&1",
    ]
    assert "No such file" in host.run(steps, one=single)[-1]


def test_the_platforms_own_apache_is_given_the_sites_and_goes_on_without(host, single):
    name = "openstack-wsgi-single"
    links = "ls /etc/apache2/sites-enabled /etc/apache2/conf-enabled /etc/apache2/mods-enabled"
    steps = [
        INSTALL.format("one"),
        links,
        f"{RUN}; apache2ctl configtest",
        f"dpkg --remove {name}",
        "apache2ctl configtest",
        links,
    ]
    installed, enabled, _, removed, _, left = host.run(steps, one=single)
    assert {
        "00-wsgigen.conf",
        "10-wsgigen-keystone.conf",
        "10-wsgigen-placement.conf",
        "headers.load",
    } <= set(enabled.split())
    assert [
        line.endswith("restart apache2.service") for line in asked(installed) if "apache2" in line
    ] == [True]
    assert not [line for line in asked(removed) if "stop apache2" in line]
    assert "restart apache2.service" in "\n".join(asked(removed))
    assert "wsgigen" not in left


def test_an_upgrade_enables_what_is_new_and_nothing_that_an_administrator_disabled(
    host, build, single
):
    after = build(_SINGLE + "  glance-api: {}\n", "1.0-2")
    steps = [
        INSTALL.format("one"),
        "a2dissite 10-wsgigen-placement",
        RUN,
        INSTALL.format("two"),
        "ls /etc/apache2/sites-enabled",
    ]
    *_, upgraded, enabled = host.run(steps, one=single, two=after)
    assert "10-wsgigen-glance-api.conf" in enabled.split()
    assert "placement" not in enabled
    assert [line for line in asked(upgraded) if "apache2" in line] == [
        "try-restart apache2.service"
    ]
