"""A profile's tree on a host, and what clients see of it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from math import inf
from pathlib import Path

from tests.hosts.host import Host
from tests.hosts.tree import Kind

_TOP = Path(__file__).resolve().parents[2]
#: Two applications, which answer with the pid: `hello` at once, having taken ?megabytes, `slow` after ?seconds, having logged ?words.
_APPLICATIONS = {
    "hello": """\
import os
from urllib.parse import parse_qs

def application(environ, start_response):
    taken = b"x" * (int(parse_qs(environ["QUERY_STRING"]).get("megabytes", ["0"])[0]) << 20)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
""",
    "slow": """\
import os
import time
from urllib.parse import parse_qs

def application(environ, start_response):
    query = parse_qs(environ["QUERY_STRING"])
    if "words" in query:
        print(query["words"][0], file=environ["wsgi.errors"], flush=True)
    time.sleep(float(query.get("seconds", ["0"])[0]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
""",
}
#: The unit of a platform's own Apache, by platform.
_OWN = {"debian-12": "apache2", "debian-13": "apache2", "el-9": "httpd"}
PORTS = {"hello": 8001, "slow": 8002}
#: Services that some profiles have beside the two.
OTHERS = {"virtual": 8003, "once": 8004, "keystone": 8005}
_PROFILE = """\
wsgigen: 1
layout: {layout}
platform: {platform}
server_name: ctl.example.org
manager: {manager}
services:
  hello: {{application: "hello:application", port: 8001, user: hello, python_path: [/srv/apps], drain: 10s}}
  slow: {{application: "slow:application", port: 8002, user: slow, python_path: [/srv/apps], drain: 10s}}
{more}"""


def deploy(
    host: Host,
    layout: str,
    manager: str = "systemd",
    services: dict[str, str] | None = None,
    more: str = "",
) -> Path:
    """Build the profile of the two applications and of *services*, whose values are YAML, and install its tree on *host*: the profile.

    Grouped, the two applications share an httpd, and the others share one.
    """
    write_applications(host)
    return install(host, profile(host.kind, layout, manager, services, more))


def profile(
    kind: Kind,
    layout: str,
    manager: str = "systemd",
    services: dict[str, str] | None = None,
    more: str = "",
) -> str:
    """Return the profile that `deploy` builds."""
    services = services or {}
    if layout == "grouped":
        others = f", others: [{', '.join(services)}]" if services else ""
        more += f"groups: {{both: [hello, slow]{others}}}\n"
    added = "".join(f"  {name}: {keys}\n" for name, keys in services.items())
    return _PROFILE.format(
        layout=layout, platform=kind.platform, manager=manager, more=added + more
    )


def write_applications(host: Host) -> None:
    """Lay the code of the two applications on *host*."""
    (host.root / "srv/apps").mkdir(parents=True, exist_ok=True)
    for name, code in _APPLICATIONS.items():
        (host.root / f"srv/apps/{name}.py").write_text(code)


def install(host: Host, profile: str) -> Path:
    """Build a profile, lay its tree over *host*, and do what packages would do before the first start: the profile's file."""
    made = host.lab.top / f"build-{sha256(profile.encode()).hexdigest()[:12]}"
    if not made.exists():
        made.mkdir()
        (made / "ctl.yaml").write_text(profile)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "wsgigen",
            "build",
            made / "ctl.yaml",
            "--root",
            made / "root",
        ]
        done = subprocess.run(command, cwd=_TOP, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    host.put(made / "root")
    host.run("sh", "-c", "systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload")
    inventories = sorted((made / "root/usr/share/wsgigen/instances").iterdir())
    units = re.findall(r"^unit (.*)$", "".join(path.read_text() for path in inventories), re.M)
    host.run("systemctl", "preset", "wsgi.target", *units)
    return made / "ctl.yaml"


def start(host: Host, seconds: float = 120) -> None:
    """Start the target, and wait for what it wants and does not wait for. Raises HostError where one of that does not come up."""
    host.run("systemctl", "start", "wsgi.target")
    wanted = host.says("systemctl", "show", "--property=Wants", "--value", "wsgi.target").split()
    host.run("systemctl", "start", *wanted, seconds=seconds)


def unit(host: Host, layout: str, service: str, group: str = "both") -> str:
    """Return the unit of a service on *host*, without the extension.

    *group* is the group that has it, where the layout has groups.
    """
    return {
        "per-service": f"wsgi-{service}",
        "grouped": f"wsgi-{group}",
        "single": _OWN[host.kind.platform],
    }[layout]


def bring_wsgigen(host: Host) -> None:
    """Lay wsgigen itself over *host*, where `wsgigen` runs it with the host's own Python and Pacemaker tools."""
    for name in ("wsgigen", "vhost_templates"):
        shutil.copytree(
            _TOP / name,
            host.root / "opt/wsgigen" / name,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    program = host.root / "usr/local/bin/wsgigen"
    program.write_text('#!/bin/sh\nPYTHONPATH=/opt/wsgigen exec python3 -m wsgigen "$@"\n')
    program.chmod(0o755)


def answers(host: Host, service: str, query: str = "") -> str:
    """Return the answer of a service on the host; "" for any status except 200."""
    url = f"http://127.0.0.1:{(PORTS | OTHERS)[service]}/{query}"
    done = host.run("curl", "--silent", "--fail", "--max-time", "5", url, check=False)
    return done.stdout if done.returncode == 0 else ""


def daemons(host: Host, service: str) -> frozenset[int]:
    """The daemon processes of a service, as the host counts them."""
    return frozenset(
        int(word) for word in host.says("pgrep", "-f", rf"^\(wsgi:{service}\)").split()
    )


@dataclass(frozen=True)
class Answer:
    """One request of a client: seconds of CLOCK_MONOTONIC, status 0 where there was no answer."""

    begin: float
    end: float
    port: int
    status: int
    words: str


@dataclass
class Clients:
    """A client for each URL path of a port, asking again `gap` seconds after an answer; a request may take `timeout` seconds.

    Where the port is one of `tls`, it takes any certificate. *far* is an address of the host that they ask from the lab's network,
    instead of from the host itself; a path that ends with upload/ is put to, under another name each time.
    """

    host: Host
    urls: dict[int, str]
    gap: float = 0.01
    timeout: float = 30
    tls: frozenset[int] = frozenset()
    good: frozenset[int] = frozenset({200})
    far: str = ""
    seen: list[Answer] = field(default_factory=list)

    def __enter__(self) -> "Clients":
        urls = [
            f"http{'s' * (port in self.tls)}://{self.far or '127.0.0.1'}:{port}/{path}"
            for port, path in self.urls.items()
        ]
        program: list[str | Path] = [
            sys.executable,
            Path(__file__).with_name("client.py"),
            str(self.gap),
            str(self.timeout),
            *urls,
        ]
        where = (
            ("ip", "netns", "exec", self.host.lab.name)
            if self.far
            else ("nsenter", "-t", str(self.host.pid), "-n")
        )
        command: list[str | Path] = [*where, *program]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            begin, end, port, status, words = line.rstrip("\n").split(" ", 4)
            self.seen.append(Answer(float(begin), float(end), int(port), int(status), words))

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(timeout=20)
        self.reader.join(timeout=20)

    def of(self, port: int) -> list[Answer]:
        """Return the answers to the client of one port."""
        return [one for one in self.seen if one.port == port]

    def lost(self, port: int, before: float = inf) -> int:
        """How many requests, of those that began *before* a time, were not answered well."""
        return sum(one.status not in self.good and one.begin < before for one in self.of(port))

    def silence(self, port: int) -> float:
        """The longest time between two good answers, in seconds."""
        ends = [one.end for one in self.of(port) if one.status in self.good]
        return max((after - before for before, after in pairwise(ends)), default=inf)

    def again(self, port: int, since: float, old: frozenset[str] = frozenset()) -> float | None:
        """Seconds from *since* to the first good answer to a later request that is none of *old* words; None where there is none yet."""
        good = (
            one
            for one in self.of(port)
            if one.begin > since and one.status in self.good and one.words not in old
        )
        return next((one.end - since for one in good), None)


@dataclass
class Load:
    """A client that asks as fast as it is answered, until it is told to stop: statuses by how often they came, and the longest silence."""

    host: Host
    service: str
    query: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    silence: float = 0.0

    def __enter__(self) -> "Load":
        url = f"http://127.0.0.1:{PORTS[self.service]}/{self.query}"
        loop = f"while :; do curl -s -o /dev/null --max-time 30 -w '%{{http_code}}\\n' '{url}'; sleep 0.01; done"
        command = ["nsenter", "-t", str(self.host.pid), "-n", "sh", "-c", loop]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def _read(self) -> None:
        assert self.process.stdout
        good = time.monotonic()
        for line in self.process.stdout:
            self.seen[line.strip()] += 1
            if line.strip() == "200":
                self.silence, good = max(self.silence, time.monotonic() - good), time.monotonic()

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=20)
        self.reader.join(timeout=20)

    @property
    def lost(self) -> dict[str, int]:
        """Return the counts of statuses other than 200; 000 is no answer at all."""
        return {status: count for status, count in self.seen.items() if status != "200"}
