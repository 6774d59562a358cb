"""Two conditions that `wsgigen check --root` reports, shown on httpd and on rotatelogs themselves."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wsgigen.host import apache as local

from . import serving

_LINES, _SECONDS = 300, 3.0


@contextmanager
def httpd(apache: local.Apache, more: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run a small httpd with *more* in its configuration; its process, and its port."""
    (port,) = serving.ports(1)
    with serving.directory() as files:
        lines = [
            f"ServerRoot {files}",
            f"DefaultRuntimeDir {files}",
            f"PidFile {files}/pid",
            f"ErrorLog {files}/log",
            "ServerName localhost",
            f"Listen 127.0.0.1:{port}",
            *(
                f"LoadModule {name}_module {apache.modules}/mod_{name}.so"
                for name in ("mpm_event", "unixd", "authz_core")
                if f"{name}_module" not in apache.static
            ),
            more,
        ]
        (files / "httpd.conf").write_text("\n".join(lines) + "\n")
        serving.own(files)
        command = [str(apache.httpd), "-DFOREGROUND", "-f", str(files / "httpd.conf")]
        process = subprocess.Popen(
            command, env=local.environment(apache.modules), **serving.person()
        )
        try:
            yield process, port
        finally:
            process.terminate()
            process.wait(timeout=30)


def connected(port: int) -> socket.socket:
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize(
    ("more", "is_answered"),
    [("", False), ("AcceptFilter http connect", False), ("AcceptFilter HTTP None", True)],
)
def test_who_was_silent_when_httpd_was_told_to_end_is_answered_without_a_filter(
    system, more, is_answered
):
    with httpd(system, more) as (process, port):
        with connected(port) as first:
            first.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert first.recv(100).startswith(b"HTTP/1.1 ")
        with connected(port) as late:
            time.sleep(0.5)
            process.send_signal(signal.SIGWINCH)
            time.sleep(1)
            try:
                late.sendall(b"GET / HTTP/1.0\r\n\r\n")
                answer = late.recv(100)
            except ConnectionError:
                answer = b""
    assert answer.startswith(b"HTTP/1.1 ") is is_answered


@pytest.mark.parametrize(
    ("options", "name", "keeps_all"),
    [((), "log.%H%M%S", True), (("-n", "50"), "log", False)],
)
def test_two_rotatelogs_of_one_log_keep_every_line_except_in_a_circle(
    system, tmp_path, options, name, keeps_all
):
    command = [str(system.rotatelogs), *options, str(tmp_path / name), "1"]
    writers = []
    for _ in range(2):  # the second generation begins while the first has files already
        writers.append(subprocess.Popen(command, stdin=subprocess.PIPE))
        write(writers, _LINES)
    for writer in writers:
        assert writer.stdin
        writer.stdin.close()
        assert writer.wait(timeout=30) == 0
    kept = sum(len(path.read_bytes().splitlines()) for path in Path(tmp_path).iterdir())
    assert (kept == 3 * _LINES) is keeps_all
    assert kept <= 3 * _LINES


def write(writers: list[subprocess.Popen[bytes]], count: int) -> None:
    """Have each of *writers* write *count* lines, which takes some rotations."""
    for number in range(count):
        for writer in writers:
            assert writer.stdin
            writer.stdin.write(b"%d\n" % number)
            writer.stdin.flush()
        time.sleep(_SECONDS / count)
