"""Newcomers: who calls the commands of a clone, on a host that booted and has nothing but Python.

A host is one of tests/hosts, with a way out to where packages are. Of this machine it has what leads there: the sources and settings
of apt and pip, and its certificates.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hosts.conftest import lacking
from tests.hosts.host import Host, lab
from tests.hosts.tree import FRESH, HERE, Kind
from tests.hosts.uplink import PROGRAM, environment, settings, uplink
from tests.live.serving import missing

_NOT_CLONED = (
    ".git",
    ".tox",
    ".venv",
    ".cache",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "build",
    "dist",
)
_WHEELS = Path(".cache/wheels")


@dataclass(frozen=True)
class Setting:
    """A newcomer and their host: `who` is root, or a person with or without sudo.

    `apache` says whether Apache runs on port 80 already.
    """

    kind: Kind
    who: str
    apache: bool

    def __str__(self) -> str:
        return f"{self.kind.platform}-{self.who}-{'apache' if self.apache else 'bare'}"


#: Everybody to whom packages are to be had.
ABLE = [
    Setting(kind, who, apache)
    for kind in FRESH
    for who in ("root", "sudo")
    for apache in (False, True)
]
#: Who must do without.
ALONE = [Setting(kind, "alone", apache=False) for kind in FRESH]


@dataclass(frozen=True)
class Newcomer:
    """Somebody with a clone in a home that nobody else may enter."""

    host: Host
    setting: Setting

    @property
    def home(self) -> Path:
        """Where their clone is, on the host."""
        return Path("/root" if self.setting.who == "root" else "/home/person")

    @property
    def clone(self) -> Path:
        """Their clone, from outside."""
        return self.host.root / str(self.home / "wsgigen").lstrip("/")

    def run(self, *words: object, minutes: float = 15) -> subprocess.CompletedProcess[str]:
        """Run a command in the clone without a terminal; stderr comes with stdout."""
        become = (
            ()
            if self.setting.who == "root"
            else ("setpriv", "--reuid=person", "--regid=person", "--init-groups")
        )
        ways = [f"{name}={value}" for name, value in environment().items()]
        enter = ("sh", "-c", f'cd {self.home}/wsgigen && exec "$@" 2>&1', "run")
        return self.host.run(
            *become,
            "env",
            *ways,
            f"HOME={self.home}",
            *enter,
            *words,
            check=False,
            seconds=60 * minutes,
        )

    def install(self, *packages: str) -> None:
        """Install packages as an administrator does."""
        self.host.run("apt-get", "-qq", "update", seconds=120)
        self.host.run(
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-qq",
            "install",
            "-y",
            *packages,
            seconds=300,
        )

    def keep_wheels(self) -> None:
        """Bring back what took minutes to compile, for the next newcomer with the same Python."""
        if (made := self.clone / _WHEELS).exists():
            shutil.copytree(made, HERE / _WHEELS, dirs_exist_ok=True)


@contextmanager
def newcomer(setting: Setting, *, wheels: bool = False) -> Iterator[Newcomer]:
    """A newcomer on a host that has just booted; with *wheels*, those that this checkout has are in the clone."""
    if what := lacking() or ("" if shutil.which(PROGRAM) else PROGRAM):
        missing(f"{what}: no host was booted, and nothing was shown of a fresh machine")
    with lab() as here:
        (host,) = here.hosts(setting.kind, "fresh")
        with uplink(host):
            made = Newcomer(host, setting)
            _settle(made, wheels)
            yield made


def _settle(made: Newcomer, wheels: bool) -> None:
    """Give *made* their account, their clone, and what runs already."""
    host, who = made.host, made.setting.who
    shutil.rmtree(host.root / "var/lib/apt/lists")
    if who != "root":
        host.run("useradd", "--create-home", "--user-group", "--shell", "/bin/bash", "person")
        host.run("chmod", "0700", "/home/person")
    if who == "sudo":
        (host.root / "etc/sudoers.d/person").write_text("person ALL=(ALL) NOPASSWD: ALL\n")
    settings(host, made.home)
    shutil.copytree(HERE, made.clone, ignore=shutil.ignore_patterns(*_NOT_CLONED), symlinks=True)
    if wheels and (HERE / _WHEELS).exists():
        shutil.copytree(HERE / _WHEELS, made.clone / _WHEELS)
    if who != "root":
        host.run("chown", "--recursive", "person:person", "/home/person")
    if made.setting.apache:
        made.install("apache2")
        host.run("systemctl", "is-active", "apache2")
