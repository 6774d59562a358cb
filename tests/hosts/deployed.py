"""A profile's tree on a host, and what clients see of it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.hosts.host import Host

_TOP = Path(__file__).resolve().parents[2]
#: Two applications: `hello` answers at once, `slow` after ?seconds.
_APPLICATIONS = {
    "hello": """\
import os

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
""",
    "slow": """\
import os
import time
from urllib.parse import parse_qs

def application(environ, start_response):
    time.sleep(float(parse_qs(environ["QUERY_STRING"]).get("seconds", ["0"])[0]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
""",
}
PORTS = {"hello": 8001, "slow": 8002}
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


def deploy(host: Host, layout: str, manager: str = "systemd", more: str = "") -> None:
    """Build the two applications' profile, lay its tree over *host*, and do what packages would do before the first start."""
    made = host.lab.top / f"build-{layout}-{manager}"
    if not made.exists():
        made.mkdir()
        if layout == "grouped":
            more += "groups: {both: [hello, slow]}\n"
        (made / "ctl.yaml").write_text(_PROFILE.format(layout=layout, platform=host.kind.platform, manager=manager, more=more))
        command = [sys.executable, "-m", "wsgigen", "build", made / "ctl.yaml", "--root", made / "root"]
        subprocess.run(command, cwd=_TOP, check=True, capture_output=True)
    host.put(made / "root")
    (host.root / "srv/apps").mkdir(parents=True, exist_ok=True)
    for name, code in _APPLICATIONS.items():
        (host.root / f"srv/apps/{name}.py").write_text(code)
    host.run("sh", "-c", "systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload")
    units = sorted(path.name for path in (made / "root/usr/lib/systemd/system").glob("wsgi-*.service") if "@" not in path.name)
    host.run("systemctl", "preset", "wsgi.target", *(units or ["apache2.service"]))


def answers(host: Host, service: str, query: str = "") -> str:
    """What a service answers on the host; empty for anything but 200."""
    url = f"http://127.0.0.1:{PORTS[service]}/{query}"
    done = host.run("curl", "--silent", "--fail", "--max-time", "5", url, check=False)
    return done.stdout if done.returncode == 0 else ""


def daemons(host: Host, service: str) -> frozenset[int]:
    """The daemon processes of a service, as the host counts them."""
    return frozenset(int(word) for word in host.says("pgrep", "-f", rf"^\(wsgi:{service}\)").split())


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
        loop = f"while :; do curl -s -o /dev/null --max-time 30 -w '%{{http_code}}\\n' {url}; sleep 0.01; done"
        command = ["nsenter", "-t", str(self.host.pid), "-n", "sh", "-c", loop]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
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
        """What was not answered with 200; 000 is no answer at all."""
        return {status: count for status, count in self.seen.items() if status != "200"}
