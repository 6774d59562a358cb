"""A target host to try things on: this machine's root with a platform's shape and a tree laid over it.

Commands run chrooted in mount, process and network namespaces of their own, on an overlay whose
upper layer is a tmpfs. They change nothing of the machine, and what they start ends with them.
What they change themselves is below /run/changed, whatever others change on the machine meanwhile.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.golden.trees import Tree, unpack

_PROGRAMS = (
    *("unshare", "mount", "chroot", "ip", "openssl", "curl"),
    *("systemctl", "systemd-analyze", "systemd-sysusers", "systemd-tmpfiles"),
)
#: Arguments: a directory for the mounts, the layer to lay over this machine's root, then pairs of source and target to bind.
_ENTER = r"""
set -e
mount -t tmpfs -o mode=755 tmpfs "$1"
cp -a "$2" "$1/layer"
mkdir "$1/up" "$1/work" "$1/root" "$1/machine"
mount --bind / "$1/machine"
mount -t overlay -o "lowerdir=$1/layer:$1/machine,upperdir=$1/up,workdir=$1/work" overlay "$1/root"
root=$1/root up=$1/up
shift 2
mount -t proc proc "$root/proc"
for directory in run tmp dev; do mount -t tmpfs -o mode=755 tmpfs "$root/$directory"; done
mkdir "$root/run/lock" "$root/run/changed"
mount --bind "$up" "$root/run/changed"
for node in null zero random urandom; do touch "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
while [ $# -gt 0 ]; do mkdir -p "$root$2"; mount --bind "$1" "$root$2"; shift 2; done
exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 /usr/bin/python3 -IS -c '
import json, subprocess, sys
results = []
for command in json.load(sys.stdin):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    results.append((done.returncode, done.stdout))
json.dump(results, sys.stdout)
'
"""


class Result(NamedTuple):
    """How one command fared; `output` is stdout and stderr as they came."""

    command: tuple[str, ...]
    status: int
    output: str


@dataclass(frozen=True)
class Root:
    """The layers over this machine's root: later trees cover earlier ones.

    `binds` are directories of this machine by where they appear.
    """

    trees: tuple[Tree, ...]
    binds: Mapping[str, Path] = field(default_factory=dict)

    def over(self, *trees: Tree) -> "Root":
        """This root with more on top."""
        return Root((*self.trees, *trees), self.binds)

    def run(self, commands: Iterable[Sequence[object]]) -> list[Result]:
        """Run *commands* one after the other in a fresh copy of this root. Raises CalledProcessError when it cannot be entered."""
        words = [tuple(str(word) for word in command) for command in commands]
        with TemporaryDirectory() as temporary:
            mounts, layer = Path(temporary) / "mounts", Path(temporary) / "layer"
            mounts.mkdir()
            layer.mkdir(mode=0o755)
            for tree in self.trees:
                unpack(tree, layer)
            binds = [
                str(word) for target, source in self.binds.items() for word in (source, target)
            ]
            done = subprocess.run(
                [
                    "unshare",
                    "--mount",
                    "--net",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    _ENTER,
                    "enter",
                    mounts,
                    layer,
                    *binds,
                ],
                input=json.dumps(words),
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 0, done.stderr
        return [
            Result(command, *result)
            for command, result in zip(words, json.loads(done.stdout), strict=True)
        ]


@cache
def lacks() -> str:
    """Return what this machine lacks to enter any root, and for what is tried there, or ""."""
    if os.geteuid() != 0:
        return "root, who alone may mount"
    if absent := [name for name in _PROGRAMS if not shutil.which(name)]:
        return ", ".join(absent)
    trial = Root(()).run
    try:
        return "" if trial([("true",)])[0].status == 0 else "overlayfs"
    except AssertionError as error:
        return f"overlayfs in a mount namespace ({str(error).strip()})"
