"""A host that has EL's names, paths, account and unit, and is none: Debian 12 with the Apache from PyPI under them.

It shows that what is built for el-9 boots and serves as a whole, and nothing of what Red Hat's own packages would do.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from tests.golden.trees import unpack
from tests.hosts.host import Host
from tests.hosts.tree import DEBIAN_12, DEBIAN_13
from tests.live.shapes import platform_called, shape

EL_SHAPED = replace(DEBIAN_12, name="el-9-shaped", platform="el-9")
#: All kinds of host.
KINDS = (DEBIAN_12, DEBIAN_13, EL_SHAPED)


def dress(host: Host) -> None:
    """Lay EL's shape over a host, where that is its platform. Fails in CI where the Apache from PyPI is missing."""
    if host.kind.platform != EL_SHAPED.platform:
        return
    platform = platform_called(host.kind.platform)
    root = shape(platform)
    for tree in root.trees:
        unpack(tree, host.root)
    for target, source in root.binds.items():
        shutil.copytree(source, Path(f"{host.root}{target}"))
    line = f"d {platform.httpd_pid.parent} 0710 root {platform.group}\n"
    (host.root / "usr/lib/tmpfiles.d/httpd.conf").write_text(line)
    host.run("systemd-sysusers")


def know_ciphers(host: Host) -> None:
    """Have no cipher list PROFILE=SYSTEM, which only EL's own OpenSSL knows; OpenSSL's default stands in for it."""
    if host.kind.platform == EL_SHAPED.platform:
        found = "grep -rl PROFILE=SYSTEM /etc/wsgigen /etc/httpd"
        host.run(
            "sh",
            "-c",
            f"{found} | xargs --no-run-if-empty sed -i s/PROFILE=SYSTEM/DEFAULT/",
            check=False,
        )
