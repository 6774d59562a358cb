"""How many requests a second go through what wsgigen generates."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import Any

from measure import Bound, note, run
from reachable import reachable
from wsgigen.host import apache as local

PROCESSES, THREADS = 2, 5
_TURNS, _SECONDS, _CONNECTIONS = 9, 4, 16
_LOGS = ("--access-log", "--rotate-logs")
_APPLICATION = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "3")])
    return [b"ok\\n"]
"""


def bounds() -> Iterator[Bound]:
    """requests a second of a per-service instance, beside mod_wsgi-express; wrk in turns

    Both have the same Apache, mod_wsgi, processes and threads.
    Judged is mod_wsgi-express with an access log behind rotatelogs, as the instance has one; as it
    comes it logs no request.
    """
    if not shutil.which("wrk"):
        note("not measured: wrk is not on this machine (apt-get install wrk)")
        return
    with TemporaryDirectory(prefix="wsgigen-") as temporary, ExitStack() as servers:
        top = Path(temporary)
        top.chmod(0o755)
        (top / "trivial.py").write_text(_APPLICATION)
        commands: dict[str, Callable[[Path, int], tuple[Any, ...]]] = {
            "wsgigen": _wsgigen,
            "express": partial(_express, words=_LOGS),
            "express, no access log": _express,
        }
        ports = {name: _port() for name in commands}
        for name, command in commands.items():
            words = (*reachable(top), *command(top, ports[name]))
            servers.enter_context(_server(ports[name], top / f"{name}.log", *words))
        turns = [{name: _wrk(port) for name, port in ports.items()} for _ in range(_TURNS)]
    for name in ports:
        rates = [turn[name] for turn in turns]
        note(
            f"{name}: {median(rates):.0f} requests a second; wsgigen has "
            f"{median(_ratios(turns, name)):.3f} of that"
        )
    yield Bound(
        "requests a second, times mod_wsgi-express",
        median(_ratios(turns, "express")),
        0.95,
        least=True,
    )


def _ratios(turns: list[dict[str, float]], name: str) -> list[float]:
    return [turn["wsgigen"] / turn[name] for turn in turns]


def _wsgigen(top: Path, port: int) -> tuple[object, ...]:
    keys = (
        f"application: 'trivial:application', port: {port}, python_path: ['{top}'], processes: "
        f"{PROCESSES}, threads: {THREADS}"
    )
    profile = top / "trivial.yaml"
    profile.write_text(
        "wsgigen: 1\nlayout: per-service\nplatform: local\nserver_name: localhost\n"
        f"services:\n  trivial: {{{keys}, user: nobody}}\n"
    )
    return (
        sys.executable,
        "-m",
        "wsgigen",
        "run",
        profile,
        "--apache",
        "embedded",
        "--root",
        top / "root",
    )


def _express(top: Path, port: int, words: tuple[str, ...] = ()) -> tuple[object, ...]:
    script = top / "trivial.wsgi"
    script.write_text(_APPLICATION)
    command = (
        Path(sys.executable).with_name("mod_wsgi-express"),
        "start-server",
        script,
        "--host",
        "127.0.0.1",
        "--port",
        port,
    )
    return (
        *command,
        "--processes",
        PROCESSES,
        "--threads",
        THREADS,
        "--server-root",
        top / f"express-{port}",
        "--user",
        "nobody",
        *words,
    )


@contextmanager
def _server(port: int, log: Path, *command: object) -> Iterator[None]:
    """Run a server. Raises RuntimeError with what it said where it does not answer."""
    environment = local.environment(local.find("embedded").modules)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        end = monotonic() + 30
        while not _answers(port):
            if process.poll() is not None or monotonic() > end:
                said = log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{' '.join(map(str, command))}: does not answer: {said}")
            sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(60)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(100)
    except OSError:
        return False


def _port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wrk(port: int) -> float:
    output = run(
        "wrk", "-t2", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", f"http://127.0.0.1:{port}/"
    ).output
    found = re.search(r"Requests/sec: +([\d.]+)", output)
    assert found and "Non-2xx" not in output, output
    return float(found[1])
