"""`wsgigen verify` runs httpd on the configuration, and says when it cannot."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from wsgigen.catalog.model import Platform
from wsgigen.host import apache as local
from wsgigen.host.verify import httpd, units
from wsgigen.host.verify.result import FAILED, NOT_RUN, OK, Verification
from wsgigen.plan.model import Plan
from wsgigen.plan.resolve import resolve
from wsgigen.profile.load import load
from wsgigen.render.render import render

from . import serving

TLS = "tls: {certificate: /absent/c.pem, key: /absent/k.pem, client_ca: /absent/ca.pem}"


def profile(directory: Path, platform: str) -> Path:
    file = directory / "a.yaml"
    policy = TLS.replace("}", ", policy: platform}") if platform == "el-9" else TLS
    start = (
        f"wsgigen: 1\nlayout: per-service\nplatform: {platform}\nserver_name: a.example\n{policy}\n"
    )
    file.write_text(start + "services: {a: {application: 'a:b', port: 9000, user: a}}\n")
    return file


def verified(file: Path, apache: local.Apache, root: Path) -> list[Verification]:
    written, _ = load(file)
    plan = resolve(written)

    def here(found: local.Apache) -> Plan:
        platform: Platform = httpd.platform_with_tls(found, root, plan.platform)
        return resolve(written, platform)

    return list(httpd.verify_configurations(plan, here, apache.name))


@pytest.mark.parametrize("platform", ["debian-12", "el-9"])
def test_tls_is_verified_with_a_certificate_that_stands_in(platform, apache, tmp_path):
    with serving.directory() as top:
        assert verified(profile(tmp_path, platform), apache, top) == [
            Verification("httpd -t: a", OK)
        ]
        vhost = (top / "etc/wsgigen/a/a.conf").read_text()
    assert f"SSLCertificateFile {top}/certificate.pem" in vhost
    assert f"SSLCACertificateFile {top}/certificate.pem" in vhost
    assert ("SSLOpenSSLConfCmd Curves" in vhost) == (platform == "debian-12"), (
        "el-9 leaves it to its policy"
    )


def test_a_broken_tls_directive_fails(system, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "wsgigen.render.outputs.vhost.admitted", lambda instance, site: "no expression"
    )
    with serving.directory() as top:
        (verdict,) = verified(profile(tmp_path, "debian-12"), system, top)
    assert (verdict.result, "Cannot parse expression" in verdict.reason) == (FAILED, True), verdict


def test_tls_that_cannot_be_tried_is_named(system, tmp_path, monkeypatch):
    (tmp_path / "rotatelogs").symlink_to(system.rotatelogs)
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    with serving.directory() as top:
        tls, rest = verified(profile(tmp_path, "debian-12"), system, top)
    assert tls == Verification(
        "httpd -t: TLS",
        NOT_RUN,
        "openssl, which makes a certificate to try with, is not on this machine",
    )
    assert (rest.name, rest.result) == ("httpd -t: a", OK), "the rest is verified without"


@pytest.fixture(params=["debian-12", "el-9"])
def single(request: pytest.FixtureRequest, tmp_path: Path) -> Plan:
    """Plan a service in the platform's own Apache, whose unit may be on this machine or not."""
    if not shutil.which("systemd-analyze"):
        serving.missing("systemd-analyze")
    if Path("/usr/lib/systemd/system/httpd.service").exists():
        serving.missing("a machine without httpd.service")
    written, _ = load(profile(tmp_path, request.param))
    return resolve(replace(written, layout="single"))


def test_a_unit_that_the_platforms_package_brings_is_named_where_it_is_not(single):
    found = {unit.name.removeprefix("unit: "): unit for unit in units.verify_units(single)}
    assert {unit.result for unit in found.values()} == {OK}, found
    (instance,) = single.instances
    absent = not Path("/usr/lib/systemd/system", instance.unit).exists()
    assert ("not on this machine: " + instance.unit in found[instance.unit].reason) == absent
    assert instance.unit != "httpd.service" or absent


def test_a_broken_drop_in_fails_whether_its_unit_is_there_or_not(single, monkeypatch):
    def broken(plan):
        return [
            replace(artifact, content=artifact.content + "Bogus=1\n")
            if artifact.path.parent.name.endswith(".service.d")
            else artifact
            for artifact in render(plan)
        ]

    monkeypatch.setattr(units, "render", broken)
    wrong = [unit for unit in units.verify_units(single) if unit.result == FAILED]
    assert any(
        "Unknown key" in unit.reason and unit.name.endswith(f": {single.instances[0].unit}")
        for unit in wrong
    ), wrong
