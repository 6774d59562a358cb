"""Throwaway hosts: each a real systemd as PID 1, on a tree of its own, with a network address of its own.

    with lab() as here:
        one, two = here.hosts(DEBIAN_12, "one", "two")    # booted, in some seconds
        one.run("systemctl", "is-system-running")
        one.put(Path("build/demo"))                        # a tree that wsgigen built
        two.kill()                                         # as if its power went
        one.cut(); one.rejoin()                            # its network cable

Everything is in one tmpfs, one bridge in a network namespace, and a namespace and a cgroup a host. What a run leaves that was
killed itself, the next one removes: every lab has the pid of its tests in its name.

A host whose /tmp were the machine's would empty it, since systemd-tmpfiles runs at boot: the first program of a host refuses
to go on without mounts of its own on /tmp, /run and /dev.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests.hosts.tree import Kind, tree

_STATE = Path("/var/tmp")
_PREFIX = "wsgigen-lab-"
#: Arguments: the host's root, its name.
_PID_1 = r"""
set -e
hostname "$2"
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for own in run tmp dev; do mount -t tmpfs -o mode=755 tmpfs $own; done
chmod 1777 tmp
for node in null zero full random urandom tty; do touch dev/$node; mount --bind /dev/$node dev/$node; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for own in run tmp dev; do mountpoint -q "$1/$own" || { echo "no $own of its own: refused"; exit 1; }; done
mkdir -p oldroot
pivot_root . oldroot
umount -l /oldroot
export container=lab
exec /lib/systemd/systemd --log-target=journal --show-status=0
"""


class HostError(Exception):
    """A host did not do what it was asked, with what it printed and the end of its journal."""


def _call(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(word) for word in words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise HostError(
            f"{' '.join(map(str, words))}: {done.stderr.strip() or done.stdout.strip()}"
        )
    return done


def cgroups() -> Path:
    """Where the unified hierarchy is mounted. Raises HostError where it is not."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(where)
    raise HostError("there is no cgroup v2 hierarchy")


def _memory() -> Path:
    """Where the memory controller of cgroup v1 is mounted. Raises HostError where it is not."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options, *_ = line.split()
        if kind == "cgroup" and "memory" in options.split(","):
            return Path(where)
    raise HostError("there is no memory controller")


@dataclass
class Host:
    """One host. `pid` is that of its systemd, outside; 0 while it does not run."""

    lab: "Lab"
    name: str
    number: int
    kind: Kind
    pid: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """In the lab's network."""
        return f"10.77.0.{self.number}"

    @property
    def top(self) -> Path:
        return self.lab.top / self.name

    @property
    def root(self) -> Path:
        """Its file system, from outside."""
        return self.top / "root"

    @property
    def _id(self) -> str:
        return f"{self.lab.name}-{self.number}"

    @property
    def network(self) -> Path:
        """Its network namespace."""
        return Path("/run/netns", self._id)

    def run(
        self, *words: object, check: bool = True, seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run a command there. Raises HostError with its words and the journal when it fails and *check* is set, or takes longer."""
        clean = ("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/root")
        command = [
            str(word) for word in ("nsenter", "-t", self.pid, "-a", "-r", "-w", *clean, *words)
        ]
        try:
            # In a session of its own: a signal to the group of a command that runs there must not reach the tests.
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            raise HostError(
                f"{self.name}: {' '.join(map(str, words))}: no end after {seconds:g} s\n{self.journal()}"
            ) from None
        if check and done.returncode:
            raise HostError(
                f"{self.name}: {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}{done.stderr}\n{self.journal()}"
            )
        return done

    def says(self, *words: object, seconds: float = 60) -> str:
        """Return what a command prints, whatever its exit status is."""
        done = self.run(*words, check=False, seconds=seconds)
        return (done.stdout + done.stderr).strip()

    def journal(self, lines: int = 60, *units: str) -> str:
        """The end of its journal."""
        chosen = [word for unit in units for word in ("-u", unit)]
        command = [
            "nsenter",
            "-t",
            str(self.pid),
            "-a",
            "-r",
            "-w",
            "journalctl",
            "--no-pager",
            "-n",
            str(lines),
            *chosen,
        ]
        return (
            subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            ).stdout
            if self.pid
            else ""
        )

    def until(self, true: Callable[[], object], what: str, seconds: float = 60) -> float:
        """Wait until *true* is: the seconds that took. Raises HostError with the journal after *seconds*."""
        begin = time.monotonic()
        while not true():
            if time.monotonic() - begin > seconds:
                raise HostError(f"{self.name}: not within {seconds:g} s: {what}\n{self.journal()}")
            time.sleep(0.05)
        return time.monotonic() - begin

    def put(self, source: Path) -> None:
        """Lay a tree over the host's."""
        _call("cp", "-a", f"{source}/.", self.root)

    def make(self) -> None:
        """Its disk, its network and its identity."""
        for one in ("upper", "work", "root"):
            (self.top / one).mkdir(parents=True)
        layers = f"lowerdir={tree(self.kind)},upperdir={self.top}/upper,workdir={self.top}/work"
        _call("mount", "-t", "overlay", "overlay", "-o", layers, self.root)
        (self.root / "etc/hostname").write_text(f"{self.name}\n")
        (self.root / "etc/machine-id").write_text(
            f"{uuid4().hex}\n"
        )  # equal ones would give equal MAC addresses
        (self.root / "var/log/journal").mkdir(exist_ok=True)
        _call("ip", "netns", "add", self._id)
        _call("ip", "-n", self._id, "link", "set", "lo", "up")
        _call(
            "ip",
            "-n",
            self.lab.name,
            "link",
            "add",
            f"port{self.number}",
            "type",
            "veth",
            "peer",
            "name",
            "eth0",
            "netns",
            self._id,
        )
        _call("ip", "-n", self.lab.name, "link", "set", f"port{self.number}", "master", "lan", "up")
        _call("ip", "-n", self._id, "addr", "add", f"{self.address}/24", "dev", "eth0")
        _call("ip", "-n", self._id, "link", "set", "eth0", "up")

    def begin(self) -> None:
        """Start its systemd; `booted` waits for it."""
        group = cgroups() / self._id
        group.mkdir(exist_ok=True)
        if "memory" in (cgroups() / "cgroup.controllers").read_text().split():
            (cgroups() / "cgroup.subtree_control").write_text("+memory")
        enter = f'echo $$ >{group}/cgroup.procs; exec ip netns exec {self._id} "$@"'
        alone = (
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--uts",
            "--ipc",
            "--cgroup",
            "sh",
            "-c",
            _PID_1,
            "pid1",
            self.root,
            self.name,
        )
        command = [
            str(word)
            for word in (
                "env",
                "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "sh",
                "-c",
                enter,
                "enter",
                *alone,
            )
        ]
        with open(self.top / "console", "ab") as console:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,
                close_fds=True,
            )

    def booted(self, seconds: float = 60, *, idle: bool = True) -> None:
        """Wait until it has booted; *idle*: and starts nothing more. Raises HostError with its console.

        Units that are started again and again keep it from being idle for as long.
        """
        state = ("is-system-running",) if idle else ("is-active", "multi-user.target")
        try:
            self.until(self._found, "systemd as PID 1", seconds)
            self.until((self.root / f"../../{self.name}/console").exists, "a console", 1)
            self.until(
                lambda: self.says("systemctl", *state) in ("running", "degraded", "active"),
                "the end of the boot",
                seconds,
            )
        except HostError as error:
            raise HostError(
                f"{error}\n{(self.top / 'console').read_text(errors='replace')[-2000:]}"
            ) from None

    def _found(self) -> bool:
        assert self.process
        with suppress(OSError, IndexError, ValueError):
            outer = self.process.pid
            inner = int(Path(f"/proc/{outer}/task/{outer}/children").read_text().split()[0])
            if Path(f"/proc/{inner}/comm").read_text().strip() == "systemd":
                self.pid = inner
                return True
        return False

    def kill(self) -> None:
        """As if its power went: no unit is stopped, nothing is flushed."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        if self.process:
            self.process.wait(timeout=20)
        self.pid, self.process = 0, None

    def remove(self) -> None:
        """Take it away with all that it has, so that another one may have its name."""
        self.kill()
        _call("umount", "-l", self.root)
        _call("ip", "netns", "del", self._id)
        shutil.rmtree(self.top)
        self.lab.members.remove(self)

    def reboot(self, seconds: float = 120, *, idle: bool = True) -> None:
        """Stop its units, end, and boot again, as far as `booted` waits."""
        self.run("systemctl", "--no-block", "poweroff")
        assert self.process
        self.process.wait(timeout=seconds)
        self.pid, self.process = 0, None
        self.begin()
        self.booted(idle=idle)

    def confine(self, unit: str, size: int) -> None:
        """Let the processes of *unit*, and what they start, have *size* bytes of memory, where its MemoryMax= cannot.

        That is where the memory controller is one of cgroup v1, as systemd on the same machine may want it.
        """
        if "memory" in (cgroups() / "cgroup.controllers").read_text().split():
            return
        group = _memory() / self._id
        group.mkdir(exist_ok=True)
        (group / "memory.limit_in_bytes").write_text(str(size))
        for file in (cgroups() / self._id).rglob(f"{unit}.service/cgroup.procs"):
            for pid in _pids(file):
                (group / "cgroup.procs").write_text(str(pid))

    def cut(self) -> None:
        """Pull its network cable."""
        _call("ip", "-n", self.lab.name, "link", "set", f"port{self.number}", "down")

    def rejoin(self) -> None:
        """Put it back."""
        _call("ip", "-n", self.lab.name, "link", "set", f"port{self.number}", "up")


@dataclass
class Lab:
    """A network of hosts; `name` begins what belongs to it in the kernel."""

    name: str
    top: Path
    members: list[Host] = field(default_factory=list)

    def hosts(self, kind: Kind, *names: str) -> list[Host]:
        """Hosts of *kind*, booted at the same time."""
        free = max((one.number for one in self.members), default=0) + 1
        made = [Host(self, name, number, kind) for number, name in enumerate(names, free)]
        self.members += made
        table = "".join(f"{one.address} {one.name}\n" for one in self.members)
        for one in made:
            one.make()
            (one.root / "etc/hosts").write_text(f"127.0.0.1 localhost\n::1 localhost\n{table}")
            one.begin()
        for one in made:
            one.booted()
        return made


@contextmanager
def lab() -> Iterator[Lab]:
    """An empty lab; all of it is gone at the end. Raises HostError where it cannot be made."""
    sweep()
    name = f"wl{os.getpid()}-{uuid4().hex[:4]}"
    top = _STATE / f"{_PREFIX}{name}"
    try:
        top.mkdir()
        _call("mount", "-t", "tmpfs", "-o", "mode=755", "wsgigen-lab", top)
        _call("ip", "netns", "add", name)
        _call("ip", "-n", name, "link", "add", "lan", "type", "bridge")
        _call("ip", "-n", name, "addr", "add", "10.77.0.254/24", "dev", "lan")
        _call("ip", "-n", name, "link", "set", "lan", "up")
        here = Lab(name, top)
        yield here
    finally:
        _remove(name, top)


def sweep() -> None:
    """Remove the labs whose tests are no more."""
    for top in _STATE.glob(f"{_PREFIX}wl*"):
        found = re.fullmatch(r"wl(\d+)-[0-9a-f]{4}", top.name.removeprefix(_PREFIX))
        if found and not _alive(int(found[1])):
            _remove(found[0], top)


def _alive(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _remove(name: str, top: Path) -> None:
    """End every process of a lab, which are those in its cgroups, and take away what it has in the kernel."""
    groups = [*cgroups().glob(f"{name}-*")]
    with suppress(HostError):
        groups += _memory().glob(f"{name}-*")
    for _ in range(100):
        below = [one for group in groups for one in _below(group)]
        pids = [pid for one in below for pid in _pids(one / "cgroup.procs")]
        if not pids:
            break
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for one in reversed(below):
        with suppress(OSError):
            one.rmdir()
    mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text().splitlines()]
    for mount in sorted(
        (one for one in mounts if one == str(top) or one.startswith(f"{top}/")), reverse=True
    ):
        _call("umount", "-l", mount, check=False)
    for line in _call("ip", "netns", "list", check=False).stdout.splitlines():
        if line.split()[0] == name or line.startswith(f"{name}-"):
            _call("ip", "netns", "del", line.split()[0], check=False)
    with suppress(OSError):
        top.rmdir()


def _below(group: Path) -> Iterator[Path]:
    """A cgroup and all below it; they may go away meanwhile."""
    for top, _, _ in os.walk(group):
        yield Path(top)


def _pids(file: Path) -> list[int]:
    with suppress(OSError):
        return [int(word) for word in file.read_text().split()]
    return []
