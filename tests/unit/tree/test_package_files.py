from pathlib import Path
from typing import Any

import pytest

from tests.unit.given import OWN, planned
from wsgigen.render.render import render
from wsgigen.tree.package_files import list_by_instance, one_list


def listed(tmp_path: Path, **more: Any) -> Any:
    plan = planned(tmp_path, **more)
    return list_by_instance(render(plan), plan.platform)


def test_an_instance_has_what_is_its_alone(tmp_path):
    lists = listed(tmp_path, services={"placement": {}, "reports": OWN}, platform="el-9")
    assert sorted(lists) == ["", "placement", "reports"]
    assert lists["reports"] == (
        "%dir %attr(0755,root,root) /etc/wsgigen/reports",
        "%attr(0644,root,root) %config(noreplace) /etc/wsgigen/reports/httpd.conf",
        "%attr(0644,root,root) %config(noreplace) /etc/wsgigen/reports/reports.conf",
        "%attr(0644,root,root) /usr/lib/firewalld/services/wsgi-reports.xml",
        "%attr(0644,root,root) /usr/lib/systemd/system-preset/50-wsgi-reports.preset",
        "%attr(0644,root,root) /usr/lib/systemd/system/wsgi-heal@reports.service",
        "%attr(0644,root,root) /usr/lib/systemd/system/wsgi-probe@reports.service",
        "%attr(0644,root,root) /usr/lib/systemd/system/wsgi-probe@reports.timer",
        "%attr(0644,root,root) /usr/lib/systemd/system/wsgi-reports.service",
        "%attr(0644,root,root) /usr/lib/sysusers.d/wsgigen-reports.conf",
        "%attr(0644,root,root) /usr/lib/tmpfiles.d/wsgigen-reports.conf",
        "%attr(0644,root,root) /usr/share/wsgigen/instances/reports",
        "%attr(0644,root,root) /usr/share/wsgigen/probes/reports",
        "%attr(0644,root,root) /usr/share/wsgigen/wsgi/reports.wsgi",
    )
    assert "%attr(0755,root,root) /usr/libexec/wsgigen/probe" in lists[""]
    assert "%dir %attr(0755,root,root) /usr/share/wsgigen/wsgi" in lists[""]


def test_an_account_of_two_instances_comes_with_each_of_them(tmp_path):
    lists = listed(
        tmp_path, services={"a": {**OWN, "port": 9001}, "b": {**OWN, "port": 9002}}, platform="el-9"
    )
    assert [
        name
        for name, lines in lists.items()
        if any("sysusers.d/wsgigen-" in line for line in lines)
    ] == ["a", "b"]


def test_what_instances_share_is_the_same_for_every_profile_of_a_platform(tmp_path):
    keys = (
        {"services": {"reports": OWN}},
        {"services": {"a": {**OWN, "port": 9001}, "b": {**OWN, "port": 9002}}},
        {"layout": "single", "reload": "recycle"},
        {"manager": "pacemaker", "tls": {"certificate": "/etc/c.pem", "key": "/etc/k.pem"}},
    )
    for platform in ("el-9", "debian-12", "opensuse-leap"):
        runtimes = [
            {
                artifact
                for artifact in render(planned(tmp_path, platform=platform, **more))
                if not artifact.instance
            }
            for more in keys
        ]
        assert len(runtimes[0]) >= 15
        assert all(runtime == runtimes[0] for runtime in runtimes)


@pytest.mark.parametrize("layout", ["single", "per-service"])
@pytest.mark.parametrize("platform", ["el-9", "debian-12", "opensuse-leap"])
def test_every_file_stands_in_one_list_and_no_directory_of_others_in_any(
    tmp_path, platform, layout
):
    plan = planned(tmp_path, platform=platform, layout=layout)
    lists = list_by_instance(render(plan), plan.platform)
    lines = [line for lines in lists.values() for line in lines]
    paths = [
        "/" + line.rpartition(" ")[2].lstrip("/") for line in lines if not line.startswith("%dir")
    ]
    assert sorted(paths) == sorted(str(artifact.path) for artifact in render(plan))
    directories = {line.rpartition(" ")[2] for line in lines if line.startswith("%dir")}
    others = {
        "/etc",
        "/usr",
        "/usr/lib",
        "/usr/share",
        "/usr/libexec",
        "/usr/lib/systemd",
        "/usr/lib/systemd/system",
    }
    assert not directories & {
        *others,
        str(plan.platform.vhost_dir),
        str(plan.platform.conf_dir),
        "/usr/lib/sysusers.d",
    }
    assert {line.rpartition(" ")[2] for line in one_list(lists)} == {
        line.rpartition(" ")[2] for line in lines
    }


def test_a_drop_in_brings_its_directory(tmp_path):
    assert (
        "%dir %attr(0755,root,root) /usr/lib/systemd/system/httpd.service.d"
        in listed(tmp_path, layout="single", platform="el-9")["single"]
    )


def test_debian_has_plain_paths_for_dh_install(tmp_path):
    lists = listed(tmp_path, layout="single", platform="debian-12")["single"]
    assert {
        "etc/apache2/conf-enabled/00-wsgigen.conf",
        "etc/apache2/conf-available/00-wsgigen.conf",
    } <= set(lists)
    assert not [line for line in lists if "%" in line or line.startswith("/")]
