"""Seeded walks of faults over a per-service deployment managed by systemd, while clients load and upload.

WSGIGEN_STEPS and WSGIGEN_SEEDS choose another length (200) and other walks (1,2,3). No acknowledged upload may be lost, no service may
stay down longer than its bound, and no unit may be stuck.
"""

import hashlib
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from tests.hosts.deployed import Clients, install, start, write_applications
from tests.hosts.evidence import Row, keep
from tests.hosts.host import Host, Lab
from tests.hosts.test_handover import certify
from tests.hosts.tree import DEBIAN_12, DEBIAN_13, Kind

STEPS = int(os.environ.get("WSGIGEN_STEPS", "200"))
SEEDS = [int(seed) for seed in os.environ.get("WSGIGEN_SEEDS", "1,2,3").split(",")]
SERVICES = {"hello": 8001, "slow": 8002, "store": 8003, "secure": 8004}
_TLS = "tls: {certificate: /etc/tls.pem, key: /etc/tls.key}"
#: Of a hang, the longest fault: until the third request in a row failed (27 s), until what hangs is killed (drain 10 s and 10 s more),
#: the brake after some failures (5 s), and what a loaded machine of two cores adds.
BOUND = 27 + 20 + 5 + 20
#: Keeps what is put to it, and says so when it is on the disk.
_STORE = """\
import os

def application(environ, start_response):
    name = os.path.basename(environ["PATH_INFO"])
    if environ["REQUEST_METHOD"] != "PUT":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"store"]
    part = f"/srv/store/.{name}.part"
    try:
        with open(part, "wb") as file:
            file.write(environ["wsgi.input"].read())
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, f"/srv/store/{name}")
    except OSError as error:
        start_response("507 Insufficient Storage", [("Content-Type", "text/plain")])
        return [str(error).encode()]
    start_response("201 Created", [("Content-Type", "text/plain")])
    return [name.encode()]
"""


def profile(kind: Kind, processes: int) -> str:
    lines = [
        "wsgigen: 1",
        "layout: per-service",
        f"platform: {kind.platform}",
        "server_name: ctl.example.org",
        "manager: systemd",
        "services:",
    ]
    for name, port in SERVICES.items():
        module = "hello" if name == "secure" else name
        keys = f'application: "{module}:application", port: {port}, user: {name}, python_path: [/srv/apps]'
        tls = f", {_TLS}" if name == "secure" else ""
        lines.append(f"  {name}: {{{keys}, drain: 10s, processes: {processes}{tls}}}")
    return "\n".join((*lines, ""))


@pytest.fixture(scope="module", params=[DEBIAN_12, DEBIAN_13], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture(params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def host(here: Lab, kind: Kind, seed: int) -> Iterator[Host]:
    """A host whose uploads and logs lie on a small disk of their own."""
    (made,) = here.hosts(kind, f"campaign-{kind.name}-{seed}")
    write_applications(made)
    (made.root / "srv/apps/store.py").write_text(_STORE)
    certify(made, "first")
    install(made, profile(kind, 2))
    made.run(
        "sh",
        "-c",
        "mkdir -p /disk && mount -t tmpfs -o size=256M,mode=755 tmpfs /disk && mkdir /disk/log /disk/store",
    )
    made.run("sh", "-c", "mkdir -p /srv/store /var/log/wsgigen && chown store: /disk/store")
    made.run(
        "sh", "-c", "mount --bind /disk/store /srv/store && mount --bind /disk/log /var/log/wsgigen"
    )
    start(made)
    yield made
    made.kill()


@dataclass
class Walk:
    """The walk so far: `since` has when something was last done to a service, `down` what is stopped on purpose."""

    host: Host
    clients: Clients
    draw: random.Random
    since: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SERVICES, 0.0))
    down: set[str] = field(default_factory=set)
    full: bool = False
    cut: bool = False
    processes: int = 2
    done: Counter[str] = field(default_factory=Counter)
    worst: float = 0.0

    def sh(self, command: str) -> None:
        """Run a command that may well fail, such as the reload of a stopped unit."""
        self.host.run("sh", "-c", command, check=False, seconds=150)

    def start(self, name: str) -> None:
        self.sh(f"systemctl start wsgi-{name}")
        self.down.discard(name)

    def stop(self, name: str) -> None:
        self.down.add(name)
        self.sh(f"systemctl stop wsgi-{name}")

    def parent(self, name: str) -> int:
        """The pid of a service's httpd on the host; 0 while there is none, which kill would take for its own process group."""
        return int(
            self.host.says("systemctl", "show", "--property=MainPID", "--value", f"wsgi-{name}")
            or 0
        )

    def kill_parent(self, name: str) -> None:
        if pid := self.parent(name):
            self.sh(f"kill -9 {pid}")

    def kill_daemons(self, name: str) -> None:
        self.sh(f"pkill -9 -f '^.wsgi:{name}.'")

    def hang(self, name: str) -> None:
        self.sh(f"pkill -STOP -f '^.wsgi:{name}.'")

    def hang_httpd(self, name: str) -> None:
        if pid := self.parent(name):
            self.sh(f"kill -STOP {pid}; pkill -STOP -P {pid}")

    def reload(self, name: str) -> None:
        self.sh(f"systemctl reload wsgi-{name}")

    def change_code(self, name: str) -> None:
        module = self.host.root / f"srv/apps/{'hello' if name == 'secure' else name}.py"
        with module.open("a") as file:
            file.write(f"# {sum(self.done.values())}\n")
        self.reload(name)

    def change_certificate(self, _: str) -> None:
        """Nobody reloads: the unit that watches certificates does."""
        certify(self.host, f"number-{sum(self.done.values())}")

    def in_the_middle(self, name: str, command: str) -> None:
        """Reload, and do something at any moment of the handover; %p is the main process at its begin."""
        pause, pid = self.draw.uniform(0, 2), self.parent(name)
        if pid:
            command = command.replace("%p", str(pid)).replace("%n", name)
            self.sh(f"systemctl reload --no-block wsgi-{name}; sleep {pause:.2f}; {command}")

    def kill_handover(self, name: str) -> None:
        self.in_the_middle(name, "pkill -9 -f 'libexec/wsgigen/handover --unit wsgi-%n.service'")

    def kill_old_in_handover(self, name: str) -> None:
        self.in_the_middle(name, "kill -9 %p")

    def kill_new_in_handover(self, name: str) -> None:
        """The parent that is not the old one; after the handover its children have another parent."""
        found = "pgrep -P 1 -f 'wsgigen/%n/httpd.conf'"
        self.in_the_middle(name, f"kill -9 $({found} | grep -vx %p)")

    def reload_twice(self, name: str) -> None:
        self.in_the_middle(name, "systemctl reload wsgi-%n")

    def stop_in_handover(self, name: str) -> None:
        self.down.add(name)
        self.in_the_middle(name, "systemctl stop wsgi-%n")
        self.sh(f"systemctl stop wsgi-{name}")

    def restart(self, name: str) -> None:
        if name not in self.down:
            self.sh(f"systemctl restart wsgi-{name}")

    def disk(self, _: str) -> None:
        """Full, or no longer."""
        self.sh("rm -f /disk/fill" if self.full else "dd if=/dev/zero of=/disk/fill bs=64k")
        self.full = not self.full

    def network(self, _: str) -> None:
        """Cut, or no longer."""
        (self.host.rejoin if self.cut else self.host.cut)()
        self.cut = not self.cut

    def rebuild(self, _: str) -> None:
        """Another number of processes, installed as a package would."""
        self.processes = self.processes % 3 + 1
        self.sh("/usr/libexec/wsgigen/upgrade before")
        install(self.host, profile(self.host.kind, self.processes))
        self.sh("/usr/libexec/wsgigen/upgrade after")

    def step(self) -> None:
        actions: list[Callable[[str], None]] = [
            *(
                self.start,
                self.stop,
                self.kill_parent,
                self.kill_daemons,
                self.hang,
                self.hang_httpd,
            ),
            *(self.reload, self.restart, self.disk, self.network, self.rebuild),
            *(self.change_code, self.change_certificate, self.reload_twice),
            *(self.kill_handover, self.kill_old_in_handover, self.kill_new_in_handover),
            self.stop_in_handover,
        ]
        action, name = self.draw.choice(actions), self.draw.choice(list(SERVICES))
        action(name)
        self.done[action.__name__] += 1
        wide = action in (self.disk, self.network, self.rebuild, self.change_certificate)
        for one in SERVICES if wide else (name,):
            self.since[one] = time.monotonic()
        time.sleep(self.draw.uniform(0, 1.5))

    def calm(self) -> None:
        """Undo what was done on purpose; every service has to be back within its bound, and no unit may be left over."""
        for name in sorted(self.down):
            self.start(name)
        if self.full:
            self.disk("")
        if self.cut:
            self.network("")
        begin = time.monotonic()
        for name, port in SERVICES.items():
            took = self.host.until(
                partial(self.is_back, port, begin),
                f"{name} is back",
                BOUND,
            )
            self.worst = max(self.worst, took)
        self.host.until(self.tidy, "no unit is stuck", 2 * BOUND)
        self.worst = max(
            self.worst, *(self.clients.again(port, begin) or 0 for port in SERVICES.values())
        )

    def is_back(self, port: int, begin: float) -> bool:
        """Return whether the service on *port* has answered since *begin*."""
        return self.clients.again(port, begin) is not None

    def tidy(self) -> bool:
        """Return whether every unit has done what it was told."""
        said = self.host.says(
            "systemctl",
            "list-units",
            "--all",
            "--no-legend",
            "--plain",
            "--state=failed,activating,deactivating,reloading",
            "wsgi*",
        )
        return not [
            line
            for line in said.splitlines()
            if "wsgi-probe@" not in line.split()[0] or "failed" in line.split()
        ]


def test_nothing_is_lost_and_everything_comes_back(host, seed):
    draw = random.Random(seed)
    urls = {8001: "", 8002: "?seconds=0.2", 8003: "upload/", 8004: ""}
    good, tls = frozenset({200, 201}), frozenset({8004})
    with Clients(host, urls, gap=0.05, timeout=10, tls=tls, good=good, far=host.address) as clients:
        host.until(
            lambda: all(clients.again(port, 0) for port in SERVICES.values()), "all services", 60
        )
        walk = Walk(host, clients, draw)
        for number in range(1, STEPS + 1):
            walk.step()
            if number % 10 == 0:
                walk.calm()
        walk.calm()
    acknowledged = {one.words for one in clients.of(8003) if one.status == 201}
    listed = host.run(
        "sh",
        "-c",
        "cd /srv/store && find . -type f -name '[!.]*' -exec sha256sum {} +",
        seconds=120,
    ).stdout
    stored = dict(reversed(line.split("  ./")) for line in listed.splitlines())
    lost = {
        name
        for name in acknowledged
        if stored.get(name) != hashlib.sha256(name.encode() * 200).hexdigest()
    }
    figures = {
        "steps": str(STEPS),
        "actions": ", ".join(
            f"{name.replace('_', ' ')} {count}" for name, count in sorted(walk.done.items())
        ),
        "requests": str(len(clients.seen)),
        "uploads acknowledged": str(len(acknowledged)),
        "of them lost": str(len(lost)),
        "longest recovery after all was undone": f"{walk.worst:.1f} s (bound {BOUND} s)",
    }
    keep(Row("campaign", {"seed": str(seed), "host": host.kind.name}, figures))
    assert acknowledged
    assert not lost
