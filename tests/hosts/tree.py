"""Trees of Debian that hosts boot from: made with debootstrap once, and kept.

They lie below .cache/trees of the checkout, or WSGIGEN_TREES: some 700 MB each. `rm -rf .cache/trees` removes them when no test runs.
"""

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
#: Of the machine, a tree gets what leads to packages; of a directory in /etc, not what packages brought.
_SETTINGS = (
    *(
        "/etc/apt/sources.list.d/debian.sources",
        "/etc/apt/apt.conf.d",
        "/etc/apt/auth.conf.d",
        "/etc/apt/keyrings",
    ),
    "/usr/share/keyrings",
    *("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt"),
)
_BASE = "systemd,systemd-sysv,dbus,iproute2,procps,ca-certificates"
_SERVER = ("apache2", "libapache2-mod-wsgi-py3", "python3", "curl", "openssl", "procps", "less")
_CLUSTER = ("pacemaker", "pacemaker-cli-utils", "corosync", "crmsh", "resource-agents")
#: What wsgigen itself needs.
_WSGIGEN = ("python3-click", "python3-jinja2", "python3-yaml")
#: What would start at boot with Debian's defaults, and what needs hardware.
_DISABLED = (
    "apache2.service",
    "apache-htcacheclean.service",
    "corosync.service",
    "pacemaker.service",
)
#: Debian's own daemons of what wsgigen serves, which have its ports.
_DAEMONS = ("keystone.service", "placement-api.service", "glance-api.service")
_MASKED = (
    *(
        "systemd-udevd.service",
        "systemd-udev-trigger.service",
        "systemd-udevd-kernel.socket",
        "systemd-udevd-control.socket",
    ),
    "systemd-modules-load.service",
    *(
        "getty@tty1.service",
        "console-getty.service",
        "apt-daily.timer",
        "apt-daily-upgrade.timer",
        "dpkg-db-backup.timer",
    ),
    *(
        "e2scrub_all.timer",
        "e2scrub_reap.service",
        "fstrim.timer",
        "logrotate.timer",
        "man-db.timer",
    ),
)


@dataclass(frozen=True)
class Kind:
    """One kind of host: a release of Debian, what is installed beside systemd, and the platform that it is taken for.

    On a `bare` one Debian's packages start what they start everywhere: nothing of theirs is disabled or masked.
    """

    name: str
    tree: str
    suite: str
    platform: str
    packages: tuple[str, ...]
    bare: bool = False


#: Services that no one here built, as Debian packages them.
_OPENSTACK = ("keystone", "placement-api", "glance-api", "python3-openstackclient")
DEBIAN_12 = Kind(
    "debian-12", "debian-12", "bookworm", "debian-12", (*_SERVER, *_CLUSTER, *_WSGIGEN)
)
DEBIAN_13 = Kind("debian-13", "debian-13", "trixie", "debian-13", (*_SERVER, *_CLUSTER, *_WSGIGEN))
OPENSTACK = tuple(
    replace(kind, tree=f"{kind.tree}-openstack", packages=(*kind.packages, *_OPENSTACK))
    for kind in (DEBIAN_12, DEBIAN_13)
)
#: What renews certificates and libraries; pebble is a certificate authority for tests of ACME clients.
RENEWING = tuple(
    replace(
        kind,
        tree=f"{kind.tree}-renewing",
        packages=(*_SERVER, "certbot", "pebble", "needrestart"),
    )
    for kind in (DEBIAN_12, DEBIAN_13)
)
#: A machine as a newcomer has it: no Apache.
FRESH = tuple(
    replace(
        kind,
        name=f"fresh-{kind.name}",
        tree=f"{kind.tree}-fresh",
        packages=("python3", "python3-venv", "sudo"),
    )
    for kind in (DEBIAN_12, DEBIAN_13)
)
#: What the README begins on.
BARE = Kind("debian-13", "debian-13-bare", "trixie", "debian-13", (), bare=True)


def trees() -> Path:
    """The directory of all trees; never below /tmp, which a host that boots would empty."""
    return Path(os.environ.get("WSGIGEN_TREES") or HERE / ".cache" / "trees")


def tree(kind: Kind) -> Path:
    """The tree of *kind*, made if it is not there yet. Raises CalledProcessError with what a program said."""
    root = trees() / kind.tree
    with _alone(root):
        print_ = root.with_suffix(".packages")
        wanted = " ".join((*kind.packages, *(() if kind.bare else _DISABLED), *_MASKED))
        if not print_.exists() or print_.read_text() != wanted:
            shutil.rmtree(root, ignore_errors=True)
            _make(kind, root)
            print_.write_text(wanted)
    return root


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    root.parent.mkdir(parents=True, exist_ok=True)
    with open(root.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _base(suite: str) -> Path:
    """The tree of *suite* that the others begin as, with this machine's way to packages; made once."""
    root = trees() / f"{suite}-base"
    with _alone(root):
        print_ = root.with_suffix(".packages")
        if not print_.exists() or print_.read_text() != _BASE:
            shutil.rmtree(root, ignore_errors=True)
            _run(
                "debootstrap",
                "--variant=minbase",
                f"--include={_BASE}",
                suite,
                root,
                os.environ.get("WSGIGEN_MIRROR") or _mirror(),
            )
            _settings(suite, root)
            _inside(root, "apt-get", "clean")
            print_.write_text(_BASE)
    return root


def _mirror() -> str:
    """Return where this machine has its packages of Debian from. Raises CalledProcessError where apt does not know."""
    command = (
        "apt-get",
        "indextargets",
        "--format",
        "$(SITE)",
        "Origin: Debian",
        "Created-By: Packages",
    )
    for refresh in (False, True):
        if refresh:
            _run("apt-get", "-qq", "update")
        sites = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
        if found := [site for site in sites if "security" not in site]:
            return found[0]
    raise subprocess.CalledProcessError(
        1, command, "", "no source of Debian's packages: name one with WSGIGEN_MIRROR"
    )


def _settings(suite: str, root: Path) -> None:
    for one in filter(Path.exists, map(Path, _SETTINGS)):
        target = root / str(one).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if one.is_dir():
            ignored = packaged if one.is_relative_to("/etc") else None
            shutil.copytree(one, target, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copy(one, target)
    sources = root / "etc/apt/sources.list.d/debian.sources"
    if sources.exists():  # the machine's, which may be of another release
        sources.write_text(re.sub("bookworm|trixie", suite, sources.read_text()))
        (root / "etc/apt/sources.list").unlink(missing_ok=True)


def packaged(directory: str, names: list[str]) -> set[str]:
    """Return which files of *directory* belong to packages of this machine.

    In a tree that has not these packages, dpkg would take such a file for the administrator's, and ask
    which to keep when a test installs the package: with nobody there to answer, it fails.
    """
    paths = [f"{directory}/{name}" for name in names]
    command = ["dpkg-query", "--search", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {line.rpartition("/")[2] for line in done.stdout.splitlines()}


def _make(kind: Kind, root: Path) -> None:
    _run("cp", "-a", "--reflink=auto", _base(kind.suite), root)
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    _inside(root, "apt-get", "-qq", "update")
    _inside(root, "apt-get", "-qq", "install", "-y", "--no-install-recommends", *kind.packages)
    _inside(root, "apt-get", "clean")
    if kind.bare:
        _inside(root, "systemctl", "mask", "-q", *_MASKED)
        policy.unlink()
        return
    if enabled := [unit for unit in _DISABLED if (root / "usr/lib/systemd/system" / unit).exists()]:
        _inside(root, "systemctl", "disable", "-q", *enabled)
    _inside(root, "systemctl", "mask", "-q", *_MASKED, *_DAEMONS)
    policy.unlink()
    (root / "etc/apache2/sites-enabled/000-default.conf").unlink(missing_ok=True)


def _inside(root: Path, *words: object) -> None:
    clean = (
        "env",
        "-i",
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        "DEBIAN_FRONTEND=noninteractive",
        "LC_ALL=C.UTF-8",
    )
    _run("chroot", root, *clean, *words)


def _run(*words: object) -> None:
    done = subprocess.run(
        [str(word) for word in words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, done.args, done.stdout, done.stderr)
