"""A broken process is noticed, named and, where it can be, replaced."""

import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from wsgigen.errors import UserError
from wsgigen.host import apache as local
from wsgigen.host import server as serve
from wsgigen.render import probing
from wsgigen.render.render import render
from wsgigen.render.templates import render_template
from wsgigen.tree.build import build_tree

from . import answering, serving
from .answering import says, server, status_line
from .serving import ask

WSGIGEN = (sys.executable, "-m", "wsgigen")


def test_a_killed_daemon_process_is_replaced(apache):
    serving.in_both_layouts(partial(killed, apache))


def killed(apache: local.Apache, layout: str) -> None:
    with serving.serving(apache, serving.profile(layout, a="processes: 2", b="")) as served:
        victim, *_ = before = sorted(served.daemons("a"))
        other = served.daemons("b")
        os.kill(victim, signal.SIGKILL)
        assert serving.until(
            lambda: victim not in (now := served.daemons("a")) and len(now) == 2
        ), before
        assert [ask(served.url(name)).status for name in "aabb"] == [200] * 4
        assert served.daemons("b") == other


def test_a_killed_worker_of_httpd_is_replaced(system):
    with serving.serving(system, serving.profile("single", a="")) as served:
        workers = {
            pid
            for pid, title in served.server.children("a")
            if "-DFOREGROUND" in title and not title.startswith("(wsgi:")
        }
        assert workers
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        assert serving.until(lambda: ask(served.url("a"), timeout=2).status == 200)


def test_an_import_that_fails_is_named_with_its_reason(apache, tmp_path):
    serving.in_both_layouts(partial(failed, apache, tmp_path))


def failed(apache: local.Apache, directory: Path, layout: str) -> None:
    text = serving.profile(
        layout, good="", bad="application: 'absent:application', startup_timeout: 3s"
    )
    (directory / f"{layout}.yaml").write_text(text)
    command = [*WSGIGEN, "run", "--once", "--apache", apache.name, f"{layout}.yaml"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=directory, check=False
    )
    assert done.returncode == 1, done
    assert "error: bad answered 500 to /, not 200" in done.stderr
    assert "ModuleNotFoundError: No module named 'absent'" in done.stderr
    assert "error: good" not in done.stderr
    assert re.search(r"^good is healthy after \d+\.\d s$", done.stderr, re.M), (
        "it is told while the other is waited for"
    )
    assert "Traceback (most recent call last)" not in done.stderr.partition("error: bad")[0]


def test_the_first_exception_is_told_where_a_second_import_fails_for_another_reason(system):
    """As with Django, whose setup a second import finds half done: populate() isn't reentrant."""
    with serving.directory() as top:
        (top / "twice.py").write_text(
            "import sys\nif hasattr(sys, 'seen'):\n    raise RuntimeError('later')\nsys.seen = 1\nopen('/first')\n"
        )
        (top / "p.yaml").write_text(
            serving.profile(
                "single",
                a=f"application: 'twice:application', python_path: ['{top}'], processes: 1",
            )
        )
        command = [
            *WSGIGEN,
            "run",
            "--once",
            "--apache",
            system.name,
            "p.yaml",
            "--root",
            str(top / "root"),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, cwd=top, check=False
        )
        assert done.returncode == 1, done
        told = done.stderr.partition("error: a ")[2]
        assert "Traceback (most recent call last):" in told
        assert "FileNotFoundError: [Errno 2] No such file or directory: '/first'" in told
        log = (top / "root/var/log/wsgigen/a/error.log").read_text()
    assert "RuntimeError: later" not in log
    assert log.count("Traceback") <= 7, "it is asked five times, and gives up"


def test_a_start_that_failed_is_not_drained(system):
    """Nobody was served: the request that hangs, for as long as it may be drained, is the one that asked for health."""
    with serving.directory() as top:
        (top / "hung.py").write_text("import time\ntime.sleep(1000)\n")
        keys = f"application: 'hung:application', python_path: ['{top}'], startup_timeout: 3s, drain: 100s"
        (top / "p.yaml").write_text(serving.profile("single", a=keys))
        command = [*WSGIGEN, "run", "--once", "--apache", system.name, "p.yaml"]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, cwd=top, check=False
        )
    assert (done.returncode, "error: a gave no answer: " in done.stderr) == (1, True), done


def test_an_application_that_breaks_is_seen_by_the_probe_after_the_recycle(apache):
    serving.in_both_layouts(partial(broken, apache))


def broken(apache: local.Apache, layout: str) -> None:
    with serving.directory() as apps:
        module = apps / "broken.py"
        module.write_text((serving.APPS / "lab.py").read_text())
        text = serving.profile(
            layout, a=f"application: 'broken:application', python_path: ['{apps}']", b=""
        )
        with serving.serving(apache, text) as served:
            assert run_probe(served, "a").returncode == 0
            module.write_text("import absent\n")
            served.server.recycle("a")
            assert serving.until(lambda: ask(served.url("a")).status == 500)
            done = run_probe(served, "a", "--attempts", "2")
            assert (done.returncode, "status 500" in done.stderr) == (1, True), done
            assert str(served.site("a").logs) in done.stderr, "it says where to look"
            assert run_probe(served, "b").returncode == 0
            module.write_text((serving.APPS / "lab.py").read_text())
            served.server.recycle("a")
            assert run_start_check(served, "a").returncode == 0


def test_an_application_that_hangs_fails_the_probe_after_its_attempts(system):
    keys = "processes: 1, threads: 1, health: {path: /hang, timeout: 1s}"
    with serving.serving(system, serving.profile("single", a=keys), healthy=False) as served:
        serving.until(lambda: ask(served.url("a"), timeout=1).status)
        begin = time.monotonic()
        done = run_probe(served, "a", "--attempts", "2")
        assert (done.returncode, "timed out" in done.stderr) == (1, True), done
        assert 3 <= time.monotonic() - begin < 5, (
            "two requests of 1 s with a pause of 1 s between them"
        )
        served.server.recycle("a")
        for process in served.server.processes.values():
            process.kill()


def test_an_exception_of_the_application_reaches_the_error_log(apache):
    """mod_wsgi 6.1.1 under Python 3.11 names it without the frames that were not yet attached to it; no directive changes that."""
    with serving.directory() as apps:
        (apps / "raises.py").write_text(
            "def application(environ, start_response):\n    raise ValueError('the very reason')\n"
        )
        text = serving.profile(a=f"application: 'raises:application', python_path: ['{apps}']")
        with serving.serving(apache, text, healthy=False) as served:
            assert serving.until(lambda: ask(served.url("a")).status == 500)
            assert serving.until(lambda: "ValueError: the very reason" in served.log("a", "error"))
            if apache.mod_wsgi_version < (6,):
                assert re.search(
                    r"\[client .*\] Traceback ", served.log("a", "error")
                )  # other processes' lines may come between
                assert re.search(
                    r'File ".*/raises.py", line 2, in application', served.log("a", "error")
                )


def run_probe(served: serving.Served, service: str, *more: str) -> subprocess.CompletedProcess[str]:
    """The generated probe, as its unit would run it."""
    return called(*probing.command(served.plan, (served.site(service),), *more))


def run_start_check(
    served: serving.Served, service: str, *more: str
) -> subprocess.CompletedProcess[str]:
    """The generated start check, as a unit would run it that reloads."""
    return called(
        *probing.start_check(served.plan, served.plan.instances[0], (served.site(service),), *more)
    )


# What heals one service of a shared httpd.


@contextlib.contextmanager
def patient(system: local.Apache, application: str = "") -> Iterator[tuple[serving.Served, Path]]:
    """A shared httpd whose service a runs its own broken.py, the programs that heal it, and a stand-in for systemctl."""
    with serving.directory() as top:
        (top / "broken.py").write_text(application or (serving.APPS / "lab.py").read_text())
        quick = "startup_timeout: 2s, drain: 2s, health: {timeout: 1s, interval: 1s}"
        keys = f"application: 'broken:application', python_path: ['{top}'], {quick}"
        with serving.serving(
            system,
            serving.profile("single", a=keys, b="health: {timeout: 1s}"),
            healthy=not application,
        ) as served:
            (parent,) = (process.pid for process in served.server.processes.values())
            for name in ("heal", "recycle"):
                program = Path(probing.script(served.plan, name))
                program.write_text(
                    render_template(f"{name}.python.j2", platform=served.plan.platform)
                )
                program.chmod(0o755)
            (top / "systemctl").write_text(
                f'#!/bin/sh\necho "$*" >> {top}/called\n[ "$1" != show ] || echo {parent}\n'
                f"[ -e {top}/active ]\n"
            )
            (top / "systemctl").chmod(0o755)
            (top / "active").touch()
            (top / "called").touch()
            yield served, top


def heal(served: serving.Served, top: Path, pause: int) -> subprocess.Popen[str]:
    """The generated program, as its unit would start it."""
    words = probing.heal(served.plan, served.plan.instances[0], served.site("a"), pause=pause)
    return subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, env={"PATH": f"{top}:/usr/bin:/bin"}
    )


def healed(process: subprocess.Popen[str]) -> str:
    """Return the errors that it wrote until its end, which is never a failure."""
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    return errors


def test_daemon_processes_that_hang_are_replaced_and_their_neighbours_stay(system):
    with patient(system) as (served, top):
        before, neighbours = served.daemons("a"), served.daemons("b")
        for pid in before:
            os.kill(pid, signal.SIGSTOP)
        errors = healed(heal(served, top, pause=3600))
        assert ask(served.url("a")).status == 200
        assert (served.daemons("a") & before, served.daemons("b")) == (set(), neighbours)
        assert "killed, because they did not end" in errors
        assert "restart" not in (top / "called").read_text()


def test_what_stays_broken_is_replaced_once_a_pause(system):
    with patient(system, "import absent\n") as (served, top):
        assert serving.until(lambda: ask(served.url("a")).status == 500)
        begin = time.monotonic()
        process = heal(served, top, pause=6)
        assert serving.until(lambda: "is-active" in (top / "called").read_text()), (
            "daemon processes were replaced in vain"
        )
        message = "new daemon processes did not help: the next attempt follows at least 6 s after"
        assert message in healed(process)
        assert 6 <= time.monotonic() - begin < 10
        assert "restart" not in (top / "called").read_text(), (
            "httpd itself answers: 500 is an answer"
        )


@pytest.mark.parametrize("what", ["mended", "stopped"])
def test_the_pause_is_over_once_it_has_no_purpose(system, what):
    with patient(system, "import absent\n") as (served, top):
        process = heal(served, top, pause=3600)
        assert serving.until(lambda: "is-active" in (top / "called").read_text())
        if what == "mended":
            (top / "broken.py").write_text((serving.APPS / "lab.py").read_text())
        else:
            (top / "active").unlink()
        healed(process)


@pytest.mark.parametrize("active", [True, False], ids=["active", "being stopped"])
def test_an_httpd_that_hangs_is_restarted_unless_somebody_stops_it(system, active):
    with patient(system) as (served, top):
        (top / "active").touch() if active else (top / "active").unlink()
        (parent,) = (process.pid for process in served.server.processes.values())
        hung = {parent, *children(parent)} - served.daemons("a") - served.daemons("b")
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        try:
            errors = healed(heal(served, top, pause=3600))
        finally:
            for pid in hung:
                os.kill(pid, signal.SIGKILL)
        unit = served.plan.instances[0].unit
        assert (f"no service of {unit} answers: it is restarted" in errors) == active
        assert (f"--no-block try-restart {unit}\n" in (top / "called").read_text()) == active


def test_an_httpd_whose_sockets_somebody_removed_is_restarted_at_once(system):
    with patient(system) as (served, top):
        before = served.daemons("a")
        run = Path(served.plan.instances[0].run)
        sockets = list(run.glob("*.sock"))
        assert sockets
        for one in sockets:
            one.unlink()
        assert serving.until(lambda: ask(served.url("a")).status == 503)
        errors = healed(heal(served, top, pause=3600))
        unit = served.plan.instances[0].unit
        assert f"the sockets of {unit} are gone from {run}: it is restarted" in errors
        assert (top / "called").read_text().splitlines()[-1] == f"--no-block try-restart {unit}"
        assert served.daemons("a") == before, "new ones could not be reached either"


def call_probe(root: Path, port: int, *words: str) -> subprocess.CompletedProcess[str]:
    """The generated probe, asking a port as the *words* that a target's file takes say; --attempts and --heard are its own."""
    own = [word for word in words if word.startswith(("--attempts", "--heard"))]
    target = answering.target(root / "target", port, *(word for word in words if word not in own))
    return called(str(root / "usr/libexec/wsgigen/probe"), *own, "--target", str(target))


def called(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env={})


def test_an_httpd_that_its_user_may_not_run_is_named(system):
    if not serve.account(None):
        pytest.skip("root alone serves as somebody else")
    with serving.directory() as top:
        top.chmod(0o700)
        shutil.copy(system.httpd, top / "httpd")
        refused = pytest.raises(UserError, match="cannot be started as nobody: Permission denied")
        with (
            refused,
            serving.serving(system, serving.profile(a=""), httpd=PurePosixPath(top / "httpd")),
        ):
            pass


def test_an_instance_that_dies_ends_the_run_and_leaves_nothing(tmp_path):
    found = serving.apache("system")
    text = serving.profile("per-service", a="", b="")
    (tmp_path / "lab.yaml").write_text(text)
    with (
        serving.directory() as top,
        running(found.name, tmp_path, "--root", str(top / "root")) as process,
    ):
        pid = int((top / "root/run/wsgigen/a/httpd.pid").read_text())
        family = children(pid)
        os.kill(pid, signal.SIGKILL)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 1
        assert "error: the httpd of a ended with status -9" in errors
        assert "Traceback" not in errors
        assert serving.until(lambda: not [pid for pid in family if alive(pid)]), (
            "its children live on"
        )


@pytest.mark.parametrize(
    ("number", "layout"), [(signal.SIGINT, "single"), (signal.SIGTERM, "per-service")]
)
def test_a_signal_drains_and_loses_no_request(apache, layout, tmp_path, number):
    text = serving.profile(layout, a="processes: 2", b="processes: 2")
    (tmp_path / "lab.yaml").write_text(text)
    urls = [f"http://127.0.0.1:{port}" for port in re.findall(r"port: (\d+)", text)]
    with (
        serving.directory() as top,
        running(apache.name, tmp_path, "--root", str(top / "root")) as process,
    ):
        with serving.together(
            8, lambda number: serving.asleep(urls[number % 2], 4), top / "root"
        ) as answers:
            process.send_signal(number)
        _, errors = process.communicate(timeout=30)
        assert [one.status for one in answers] == [200] * 8
        assert process.returncode == 0
        assert "draining" in errors
        assert "Traceback" not in errors


@contextlib.contextmanager
def running(name: str, directory: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """`wsgigen run` on lab.yaml of *directory*, once all its services are healthy."""
    command = [*WSGIGEN, "run", "--apache", name, "lab.yaml", *more]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=directory
    )
    try:
        assert process.stderr
        said = [line := process.stderr.readline()]
        while line and "services are healthy" not in line:
            said.append(line := process.stderr.readline())
        assert line, said
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def children(parent: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.add(int(stat.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


# The probe against servers of every kind.


@pytest.fixture(scope="module")
def script() -> Iterator[Path]:
    with serving.directory() as top:
        root = top / "root"
        build_tree(
            render(serving.plan(serving.apache("system"), serving.profile(a=""), root)),
            root,
            "lab",
        )
        yield root


@pytest.mark.parametrize(
    ("answer", "code", "why"),
    [
        (says(status_line("200 OK")), 0, ""),
        (says(status_line("204 No Content")), 0, ""),
        (says(*(bytes([byte]) for byte in status_line("200 OK")), pause=0.005), 0, ""),
        (says(status_line("500 Internal Server Error")), 1, "status 500"),
        (says(status_line("300 Multiple Choices")), 1, "status 300"),
        (says(b"\0\xff" * 300), 1, "the answer is not HTTP"),
        (says(b"SSH-2.0-OpenSSH_9.2\r\n"), 1, "the answer is not HTTP"),
        (says(b""), 1, "the answer is not HTTP"),
        (lambda connection: time.sleep(5), 1, "timed out"),
        (says(*(b"HTTP/1.1" for _ in range(20)), pause=0.3), 1, "timed out"),
        (
            lambda connection: connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
            ),
            1,
            "ConnectionResetError",
        ),
    ],
    ids=[
        "200",
        "204",
        "byte-by-byte",
        "500",
        "300",
        "garbage",
        "ssh",
        "silent-close",
        "silence",
        "endless",
        "reset",
    ],
)
def test_the_probe(script, answer, code, why):
    with server(answer) as port:
        begin = time.monotonic()
        done = call_probe(script, port, "--status=200", "--status=204", "--timeout=1")
    assert (done.returncode, why in done.stderr) == (code, True), done
    assert time.monotonic() - begin < 3
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("answer", "code"),
    [(says(status_line("503 Service Unavailable")), 0), (says(b""), 1)],
    ids=["503", "silence"],
)
def test_the_probe_that_is_content_with_any_answer(script, answer, code):
    with server(answer) as port:
        assert call_probe(script, port, "--status=200", "--timeout=1", "--heard").returncode == code


def test_the_probe_of_a_closed_port(script):
    done = call_probe(script, serving.ports(1)[0], "--status=200", "--attempts=2")
    assert (done.returncode, "ConnectionRefusedError" in done.stderr) == (1, True)


def test_the_probe_speaks_tls_only_when_asked_to(script, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate.pair("server"))

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            says(status_line("200 OK"))(secure)

    with server(answer) as port:
        assert call_probe(script, port, "--status=200", "--timeout=2", "--tls").returncode == 0
        plain = call_probe(script, port, "--status=200", "--timeout=2")
        assert plain.returncode == 1
    with server(says(status_line("200 OK"))) as port:
        done = call_probe(script, port, "--status=200", "--timeout=2", "--tls")
        assert (done.returncode, "SSL" in done.stderr, "Traceback" in done.stderr) == (
            1,
            True,
            False,
        )
