"""Serves profiles to tests, and asks what was served."""

import itertools
import os
import pwd
import shutil
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NoReturn

import pytest

from wsgigen.catalog.model import Platform
from wsgigen.errors import UserError
from wsgigen.host import apache as local
from wsgigen.host import probe
from wsgigen.host import server as serve
from wsgigen.host.local_platform import local_platform
from wsgigen.plan.model import Plan, Site
from wsgigen.plan.resolve import resolve
from wsgigen.profile.load import load
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

APPS = Path(__file__).parent / "apps"


def missing(what: str) -> NoReturn:
    """The machine lacks *what*: an error in CI, a reason to skip elsewhere."""
    if os.environ.get("CI"):
        pytest.fail(f"not on this machine: {what}", pytrace=False)
    pytest.skip(f"not on this machine: {what}")


def apache(name: str) -> local.Apache:
    """The Apache called *name*: system or embedded."""
    try:
        return local.find(name)
    except UserError as error:
        if name == "embedded" and os.environ.get("WSGIGEN_EMBEDDED") == "":
            pytest.skip("WSGIGEN_EMBEDDED leaves the Apache from PyPI out")
        missing(str(error))


@contextmanager
def directory() -> Iterator[Path]:
    """A directory that an unprivileged httpd may enter, with a name short enough for sockets."""
    path = Path(mkdtemp(prefix="wsgigen-", dir="/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def own(path: Path) -> None:
    """Give *path* and all below it to whom httpd serves as."""
    user = serve.account(None)
    if user:
        for one in (path, *path.rglob("*")):
            os.chown(one, user.pw_uid, user.pw_gid)


def person() -> dict[str, Any]:
    """How subprocess becomes whom httpd serves as."""
    user: pwd.struct_passwd | None = serve.account(None)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def ports(count: int) -> list[int]:
    """Return free ports of loopback that no other process of these tests is given.

    They are below those that the kernel gives to connections, so that none is taken in between.
    """
    with _TAKING:
        return [next(_FREE) for _ in range(count)]


def _free_ports() -> Iterator[int]:
    """Yield the free ports of this process of pytest-xdist's, from somewhere in its range."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for number in itertools.count(os.getpid()):
        port = 10_000 + 2_000 * (worker % 11) + number % 2_000
        with socket.socket() as tried:
            free = tried.connect_ex(("127.0.0.1", port)) != 0
        if free:
            yield port


_FREE = _free_ports()
_TAKING = threading.Lock()


@dataclass
class Answer:
    """The result of a request; status 0 and a reason where there was no answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    why: str = ""


def ask(
    url: str,
    method: str = "GET",
    *,
    body: Any = None,
    headers: dict[str, str] | None = None,
    chunked: bool = False,
    timeout: float = 60,
    tls: ssl.SSLContext | None = None,
) -> Answer:
    """One request on a connection of its own. Never raises for what the server does."""
    location, slash, path = url.partition("//")[2].partition("/")
    begin = time.monotonic()
    connection: HTTPConnection = (
        HTTPSConnection(location, timeout=timeout, context=tls)
        if tls
        else HTTPConnection(location, timeout=timeout)
    )
    try:
        connection.request(
            method, slash + path or "/", body=body, headers=headers or {}, encode_chunked=chunked
        )
        answer = connection.getresponse()
        found = Answer(
            answer.status,
            answer.read(),
            {name.lower(): value for name, value in answer.getheaders()},
        )
    except (OSError, HTTPException) as error:
        found = Answer(0, why=f"{type(error).__name__}: {error}")
    finally:
        connection.close()
    found.seconds = time.monotonic() - begin
    return found


@contextmanager
def together(
    count: int, request: Callable[[int], Answer], root: Path | None = None
) -> Iterator[list[Answer]]:
    """Send *count* requests at once; their answers are complete after the block.

    The block begins when the first has its answer; with *root*, which they are served from, when
    applications have taken all of them, which are `asleep`.
    """
    answers: list[Answer] = []
    with ThreadPoolExecutor(count) as pool:
        waiting = [pool.submit(request, number) for number in range(count)]
        assert until(
            lambda: count_asleep(root) >= count if root else any(one.done() for one in waiting),
            60,
        ), "the requests are not under way"
        yield answers
        answers += [one.result() for one in waiting]


def asleep(url: str, seconds: float) -> Answer:
    """Ask the service at *url* for an answer that takes *seconds*, and to log that it has begun."""
    return ask(f"{url}/sleep?s={seconds}&words=asleep")


def count_asleep(root: Path) -> int:
    """Return how many requests of `asleep` the applications served from *root* have taken."""
    logs = root.glob("var/log/wsgigen/*/error.log.*")
    return sum(log.read_text(errors="replace").count("asleep") for log in logs)


def in_both_layouts(scenario: Callable[[str], None]) -> None:
    """Run what mostly waits for `single` and for `per-service` at the same time."""
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(scenario, layout) for layout in ("single", "per-service")]:
            done.result()


def until(condition: Callable[[], Any], seconds: float = 15) -> Any:
    """Return the value of *condition* as soon as it is true, or at the end of *seconds*."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def is_healthy(site: Site) -> bool:
    """Return whether the site answers its probe as it must."""
    return probe.ask(site).healthy


@dataclass(frozen=True)
class Served:
    """A running server, and what tests ask of it."""

    server: serve.Server
    root: Path

    @property
    def plan(self) -> Plan:
        return self.server.plan

    def site(self, service: str) -> Site:
        return next(site for site in self.plan.sites if site.service == service)

    def url(self, service: str, path: str = "/") -> str:
        return self.site(service).url + path

    def log(self, service: str, name: str) -> str:
        """The whole of a log of *service*: `access` or `error`."""
        return "".join(
            log.read_text(errors="replace")
            for log in sorted(Path(self.site(service).logs).glob(f"{name}.log.*"))
        )

    def daemons(self, service: str) -> set[int]:
        """The pids of the daemon processes of *service*."""
        return {
            pid
            for pid, title in self.server.children(service)
            if title.startswith(f"(wsgi:{service})")
        }

    def wait(self) -> None:
        """Until every service is healthy."""
        for site in self.plan.sites:
            assert until(partial(is_healthy, site), site.timeouts.startup), (
                probe.ask(site).what,
                self.server.first_failure(site),
            )


def plan(
    found: local.Apache, text: str, root: Path, *, layout: str | None = None, **more: Any
) -> Plan:
    """The plan of the profile *text* on this machine; *more* replaces facts of the platform."""
    file = root.parent / "lab.yaml"
    file.write_text(text)
    profile, _ = load(file)
    platform: Platform = replace(local_platform(found, root), **more)
    return resolve(replace(profile, layout=layout or profile.layout, platform="local"), platform)


@contextmanager
def serving(
    found: local.Apache, text: str, *, layout: str | None = None, healthy: bool = True, **more: Any
) -> Iterator[Served]:
    """The profile *text*, served by *found* from a directory of its own."""
    with directory() as top:
        root = top / "root"
        resolved = plan(found, text, root, layout=layout, **more)
        build_tree(render(resolved), root, resolved.profile)
        with serve.served(resolved, serve.account(None)) as server:
            running = Served(server, root)
            if healthy:
                running.wait()
            yield running


def profile(layout: str = "per-service", more: str = "", **services: str) -> str:
    """A profile of services that run apps/lab.py, each with a free port and the keys given, as YAML of one line."""
    lines = [
        "wsgigen: 1",
        f"layout: {layout}",
        "platform: local",
        "server_name: localhost",
        more,
        "services:",
    ]
    for (name, keys), port in zip(services.items(), ports(len(services)), strict=True):
        application = "" if "application:" in keys else "application: 'lab:application', "
        path = "" if "python_path:" in keys else f"python_path: ['{APPS}'], "
        lines.append(
            f"  {name.replace('_', '-')}: {{{application}{path}port: {port}{', ' if keys else ''}{keys}}}"
        )
    return "\n".join(lines) + "\n"
