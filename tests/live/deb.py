"""Packages of the example in packaging/debian, by the real debhelper."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_TOP = Path(__file__).parent.parent.parent
_HERE = _TOP / "packaging/debian"
#: The example's, for Debian 12.
PROFILE = (_HERE / "example/controller.yaml").read_text().replace("debian-13", "debian-12")
Packages = dict[str, Path]


def built(
    top: Path,
    profile: str,
    version: str,
    prefix: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
) -> Packages:
    """Build *profile* below *top*, by *prefix* and in *environment* where they are given: the packages by name."""
    source = top / "openstack-wsgi-1.0"
    shutil.copytree(_HERE / "example", source)
    (source / "controller.yaml").write_text(profile)
    if "layout: single" in profile:  # one instance, in one package
        control = (source / "debian/control").read_text()
        (source / "debian/control").write_text(
            re.split(r"\n(?=Package: openstack-keystone)", control)[0].replace("-common", "-single")
        )
        for one in (source / "debian").glob("*.wsgigen"):
            one.unlink()
        (source / "debian/openstack-wsgi-single.wsgigen").write_text("controller.yaml\n")
    changelog = source / "debian/changelog"
    changelog.write_text(changelog.read_text().replace("1.0-1", version))
    addon = top / "perl/Debian/Debhelper/Sequence/wsgigen.pm"
    addon.parent.mkdir(parents=True)
    shutil.copy(_HERE / "wsgigen.pm", addon)
    path = f"{_HERE}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    own = {
        "PERL5LIB": str(top / "perl"),
        "DH_AUTOSCRIPTDIR": str(_HERE / "autoscripts"),
        "PATH": path,
        "PYTHONPATH": str(_TOP),
    }
    own |= environment or {}
    command = [*prefix, "dpkg-buildpackage", "-us", "-uc", "-b", "-d"]
    done = subprocess.run(
        command, cwd=source, env={**os.environ, **own}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name.partition("_")[0]: path for path in top.glob("*.deb")}
