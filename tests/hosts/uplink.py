"""A way out of the lab: what a host asks of the world, a process of this machine asks for it.

Only hosts that install packages have one, and only while the block lasts. It is slirp4netns: no address, route or rule of the machine
changes, nobody reaches the host through it, and the host does not reach the machine's loopback. It ends with the tests, however they end.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select

from tests.hosts.host import Host, HostError

PROGRAM = "slirp4netns"
#: Where slirp4netns itself answers for the machine's resolver.
_RESOLVER = "10.0.2.3"


@contextmanager
def uplink(host: Host) -> Iterator[None]:
    """Let *host* reach what this machine reaches. Raises HostError where that cannot be had."""
    ready, told = os.pipe()
    until, held = os.pipe()  # slirp4netns ends once nobody holds the other end
    flags = (
        "--configure",
        "--mtu=65520",
        "--disable-host-loopback",
        f"--ready-fd={told}",
        f"--exit-fd={until}",
        "--netns-type=path",
    )
    command: list[str | Path] = [PROGRAM, *flags, host.network, "uplink"]
    log = host.top / "uplink"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, pass_fds=(told, until)
        )
    os.close(told)
    os.close(until)
    try:
        if not select([ready], [], [], 20)[0] or not os.read(ready, 1):
            raise HostError(f"{host.name} has no way out: {log.read_text().strip()}")
        (host.root / "etc/resolv.conf").write_text(f"nameserver {_RESOLVER}\n")
        yield
    finally:
        os.close(ready)
        os.close(held)
        process.wait(timeout=20)


def settings(host: Host, *homes: Path) -> None:
    """Give *host*, and whose homes are *homes*, this machine's settings of pip."""
    for source, targets in (
        (Path("/etc/pip.conf"), [Path("/etc/pip.conf")]),
        (Path.home() / ".config/pip/pip.conf", [home / ".config/pip/pip.conf" for home in homes]),
    ):
        for target in (host.root / str(one).lstrip("/") for one in targets if source.exists()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())


def environment() -> dict[str, str]:
    """Return the variables that lead this machine to packages, except for constraints."""
    return {
        name: value
        for name, value in os.environ.items()
        if (name.startswith("PIP_") and "CONSTRAINT" not in name) or name.lower().endswith("_proxy")
    }
