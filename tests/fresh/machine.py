"""Bare trees of Debian, made with debootstrap, and commands run inside them.

A tree has python3 and python3-venv and nothing else, and a copy of this checkout in /opt/wsgigen. Of the
machine it has only what leads to packages: the sources and settings of apt and pip, and its
certificates. Commands run in mount and pid namespaces of their own: what they mount or start ends with them.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import NoReturn

import pytest

HERE = Path(__file__).resolve().parents[2]
#: Not /tmp: a tree is no place for what cleans up there.
CACHE = HERE / ".cache" / "fresh"
CLONE = Path("/opt/wsgigen")
_SETTINGS = (
    *("/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/apt.conf.d", "/etc/apt/auth.conf.d", "/etc/apt/keyrings"),
    *("/usr/share/keyrings", "/etc/pip.conf", "/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt"),
)
_NOT_CLONED = (".git", ".tox", ".venv", ".cache", ".*_cache", ".hypothesis", "__pycache__", "build", "dist")
#: Arguments: the tree, then the command.
_ENTER = """
set -e
root=$1; shift
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for node in null zero full random urandom tty; do touch "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -m 1777 "$root/dev/shm"
exec chroot "$root" "$@"
"""


@dataclass(frozen=True)
class Machine:
    """A bare tree."""

    root: Path

    def run(self, *words: object, user: str = "root", minutes: int = 15) -> subprocess.CompletedProcess[str]:
        """Run a command in the checkout there, as *user*, without a terminal; stdout and stderr in one."""
        enter = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _ENTER, "enter", self.root)
        settings = [f"{name}={value}" for name, value in os.environ.items() if name.startswith("PIP_") or name.lower().endswith("_proxy")]
        home = "/root" if user == "root" else f"/home/{user}"
        become = () if user == "root" else ("setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups")
        clean = ("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", f"HOME={home}", *settings)
        command = [*enter, *become, *clean, "sh", "-c", f'cd {CLONE} && exec "$@"', "run", *words]
        return subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60 * minutes,
            check=False,
        )


@contextmanager
def machine(suite: str) -> Iterator[Machine]:
    """A tree of the Debian called *suite*, removed afterwards."""
    bare = _bare(suite)
    top = Path(mkdtemp(prefix="run-", dir=CACHE))
    try:
        root = top / "root"
        subprocess.run(["cp", "--archive", "--reflink=auto", bare, root], check=True)
        shutil.copytree(HERE, root / CLONE.relative_to("/"), ignore=shutil.ignore_patterns(*_NOT_CLONED), symlinks=True)
        yield Machine(root)
    finally:
        shutil.rmtree(top)


def _bare(suite: str) -> Path:
    """The tree that the others are copied from, made once."""
    if lacking := _lacking():
        _missing(lacking)
    CACHE.mkdir(parents=True, exist_ok=True)
    tree = CACHE / suite
    if not (tree / "complete").exists():
        shutil.rmtree(tree, ignore_errors=True)
        made = CACHE / f"{suite}.making"
        shutil.rmtree(made, ignore_errors=True)
        include = "--include=python3,python3-venv,ca-certificates"
        subprocess.run(["debootstrap", "--variant=minbase", include, suite, made, _mirror()], check=True, timeout=600)
        _configure(made, suite)
        (made / "complete").touch()
        made.rename(tree)
    return tree


def _lacking() -> str:
    if os.geteuid() != 0:
        return "root"
    return ", ".join(name for name in ("debootstrap", "unshare", "setpriv") if not shutil.which(name))


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"not on this machine: {what}", pytrace=False)
    pytest.skip(f"not on this machine: {what}")


def _mirror() -> str:
    """Where this machine has its packages of Debian from."""
    command = ["apt-get", "indextargets", "--format", "$(SITE)", "Origin: Debian", "Created-By: Packages"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    if not found:
        _missing("lists of Debian's packages: apt-get update")
    return next((one for one in found if "security" not in one), found[0])


def _configure(tree: Path, suite: str) -> None:
    """Give *tree* this machine's way to packages, an unprivileged user, and no services that start by themselves."""
    for name in _SETTINGS:
        source, target = Path(name), tree / name[1:]
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for source in (tree / "etc/apt/sources.list", *(tree / "etc/apt/sources.list.d").iterdir()):
        if source.exists():
            source.write_text(source.read_text().replace("bookworm", suite).replace("trixie", suite))
    personal = Path.home() / ".config/pip/pip.conf"
    (tree / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
    (tree / "usr/sbin/policy-rc.d").chmod(0o755)
    subprocess.run(["chroot", tree, "useradd", "--create-home", "--user-group", "person"], check=True)
    if personal.exists():
        for home in ("root", "home/person"):
            (tree / home / ".config/pip").mkdir(parents=True)
            shutil.copyfile(personal, tree / home / ".config/pip/pip.conf")
