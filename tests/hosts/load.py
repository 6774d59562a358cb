"""Hundreds of requests a second for a service of a host: wrk and h2load, and clients that are silent at first."""

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.hosts.host import Host
from tests.live.serving import missing

_PROGRAMS = {"wrk": "wrk", "h2load": "nghttp2-client"}
#: Seconds of load after the block, in which what it did would still lose requests.
_AFTER = 0.5
#: New connections each second of the open loop, which asks whether answers come or not.
_RATE = 100
#: Connects, says so, waits for a line, asks, and prints how often each answer came.
_SILENT = """
import socket, sys, collections
host, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
clients = [socket.create_connection((host, port), timeout=30) for _ in range(count)]
print("connected", flush=True)
sys.stdin.readline()
statuses = collections.Counter()
for client in clients:
    try:
        client.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
        statuses[client.recv(100)[9:12].decode()] += 1
    except OSError as error:
        statuses[type(error).__name__] += 1
print(dict(statuses), flush=True)
"""


@dataclass
class Load:
    """The answers to the clients of one URL, complete after the block."""

    url: str
    answered: int = 0  #: with 200
    lost: int = 0  #: refused, reset, timed out, or answered with another status
    #: requests on a kept connection that httpd closed at that moment, which a client repeats
    races: int = 0
    seconds: float = 0
    printed: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Return how many requests were answered in a second."""
        return self.answered / self.seconds

    def add_wrk(self, text: str, *, kept: bool) -> None:
        """Count what wrk printed; its read errors are races where it keeps connections."""
        self.printed.append(text)
        (total,) = re.findall(r"(\d+) requests in", text)
        others = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", text)))
        errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
        connect, read, write, late = map(int, errors.groups()) if errors else (0, 0, 0, 0)
        self.answered += int(total) - others
        self.races += read if kept else 0
        self.lost += others + connect + write + late + (0 if kept else read)

    def add_h2load(self, text: str) -> None:
        """Count what h2load printed."""
        self.printed.append(text)
        (total,) = re.findall(r"requests: (\d+) total", text)
        (good,) = re.findall(r"status codes: (\d+) 2xx", text)
        self.answered += int(good)
        self.lost += int(total) - int(good)


def allow_slow_handshakes(host: Host, instance: str) -> None:
    """Let a TLS handshake take 30 s, from the next start of an httpd on.

    On a busy machine the clients of `load` themselves need more than the 5 s of the profile, and
    httpd would hang up on them without any handover, too (AH01382).
    """
    vhost = host.root / f"etc/wsgigen/{instance}/{instance}.conf"
    before = vhost.read_text()
    assert "handshake=5 " in before
    vhost.write_text(before.replace("handshake=5 ", "handshake=30 "))


@contextmanager
def load(host: Host, url: str) -> Iterator[Load]:
    """Ask *url* in the host's network by open loop, closed loop and kept connections, for the block."""
    for program, package in _PROGRAMS.items():
        if not shutil.which(program):
            missing(f"{program} (Debian's package {package})")
    within = ("nsenter", "-t", str(host.pid), "-n")
    wrk = (*within, "wrk", "--threads=1", "--connections=3", "--duration=1h", "--timeout=30s")
    commands = {False: (*wrk, "--header=Connection: close", url), True: (*wrk, url)}
    clients = {
        kept: subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for kept, command in commands.items()
    }
    seen, over = Load(url), threading.Event()
    http = () if url.startswith("https:") else ("--h1",)
    rate = (f"--rate={_RATE}", f"--clients={_RATE}", f"--requests={_RATE}")
    to: tuple[str, ...] = ()
    named = url
    if "[" in url:  # h2load leaves the brackets out of its Host header, which httpd refuses
        parts = urlsplit(url)
        to, named = (
            (f"--connect-to={parts.netloc}",),
            url.replace(f"[{parts.hostname}]", "localhost"),
        )

    def ask() -> None:
        while not over.is_set():
            command = (*within, "h2load", *http, *rate, *to, named)
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seen.add_h2load(done.stdout)

    opener = threading.Thread(target=ask)
    begin = time.monotonic()
    opener.start()
    try:
        host.until(lambda: seen.answered + seen.lost, "requests under way", 30)
        yield seen
        time.sleep(_AFTER)
    finally:
        over.set()
        opener.join(timeout=60)
        for kept, client in clients.items():
            client.send_signal(signal.SIGINT)
            text, _ = client.communicate(timeout=60)
            seen.add_wrk(text, kept=kept)
        seen.seconds = time.monotonic() - begin


@contextmanager
def silent(host: Host, port: int, count: int) -> Iterator[dict[str, int]]:
    """Connect *count* clients that send nothing during the block: then how often each answer came."""
    command: list[str | Path] = [
        "nsenter",
        "-t",
        str(host.pid),
        "-n",
        sys.executable,
        "-c",
        _SILENT,
    ]
    command += ["127.0.0.1", str(port), str(count)]
    statuses: dict[str, int] = {}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout
        assert client.stdin
        assert client.stdout.readline() == "connected\n"
        yield statuses
        client.stdin.write("\n")
        client.stdin.flush()
        printed = client.stdout.readline()
        statuses.update(
            (word, int(number)) for word, number in re.findall(r"'(\w+)': (\d+)", printed)
        )
