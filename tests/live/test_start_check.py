"""The start check: what it waits for, when it gives up, and what it says then."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from wsgigen.render.render import render
from wsgigen.tree.build import build_tree

from . import answering, serving
from .answering import says, server, status_line

#: Lines of a vhost's error log: the application prints a traceback that it caught, and two processes fail to import at the same time.
_LOG = """\
[{now}.460817] [wsgi:error] [pid 7:tid 1] Traceback (most recent call last):
[{now}.460817] [wsgi:error] [pid 7:tid 1] ModuleNotFoundError: No module named 'optional'
[{now}.460817] [wsgi:error] [pid 7:tid 1] mod_wsgi (pid=7): Exception occurred processing WSGI script '/app.wsgi'.
[{now}.460817] [wsgi:error] [pid 7:tid 1] Traceback (most recent call last):
[{now}.460817] [wsgi:error] [pid 8:tid 1] Traceback (most recent call last):
[{now}.460817] [wsgi:error] [pid 7:tid 1]   File "/app.wsgi", line 3, in <module>
[{now}.460817] [wsgi:error] [pid 8:tid 1] RuntimeError: another one
[{now}.460817] [wsgi:error] [pid 7:tid 1] FileNotFoundError: [Errno 2] No such file or directory: '/first'
[{now}.460817] [wsgi:error] [pid 7:tid 1] mod_wsgi (pid=7): Exception occurred processing WSGI script '/app.wsgi'.
[{now}.460817] [wsgi:error] [pid 7:tid 1] [abc] [client 127.0.0.1:5] RuntimeError: populate() isn't reentrant
"""


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    with serving.directory() as top:
        build_tree(
            render(serving.plan(serving.apache("system"), serving.profile(a=""), top / "root")),
            top / "root",
            "lab",
        )
        yield top / "root/usr/libexec/wsgigen/start-check"


def checked(
    program: Path, *targets: Path, wait: int = 10, more: tuple[str, ...] = (), main: int = 0
) -> subprocess.Popen[str]:
    words = [
        program,
        "--wait",
        str(wait),
        "--unit",
        "wsgi-lab.service",
        "--server-log",
        "/nowhere",
        *more,
    ]
    words += [word for target in targets for word in ("--target", target)]
    environment = {"PATH": "/usr/bin:/bin", **({"MAINPID": str(main)} if main else {})}
    return subprocess.Popen(
        [str(word) for word in words], stderr=subprocess.PIPE, text=True, env=environment
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    return process.returncode, errors


def test_it_waits_for_a_service_that_comes_late(program, tmp_path):
    port = serving.ports(1)[0]

    def later() -> None:
        time.sleep(1)
        with socket.create_server(("127.0.0.1", port)) as listening:
            connection, _ = listening.accept()
            with connection:
                says(status_line("200 OK"))(connection)

    threading.Thread(target=later, daemon=True).start()
    assert ended(checked(program, answering.target(tmp_path / "a", port, "--status=200"))) == (
        0,
        "",
    )


def test_an_application_that_fails_is_asked_five_times_and_its_first_exception_is_told(
    program, tmp_path
):
    log = tmp_path / "error.log"
    log.write_text(_LOG.format(now="2020-01-01 00:00:00").replace("first", "of-last-year"))
    asked: list[float] = []

    def fails(connection: socket.socket) -> None:
        if not asked:
            with log.open("a") as file:
                file.write(_LOG.format(now=time.strftime("%Y-%m-%d %H:%M:%S")))
        asked.append(time.monotonic())
        says(status_line("500 Internal Server Error"))(connection)

    with server(fails) as port:
        code, errors = ended(
            checked(
                program, answering.target(tmp_path / "a", port, "--status=200", log=log), wait=60
            )
        )
    cause = "status 500: FileNotFoundError: [Errno 2] No such file or directory: '/first'"
    assert (code, errors) == (1, f"127.0.0.1:{port}/ is not healthy: {cause}; more in {log}\n")
    assert len(asked) == 5
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert pauses == sorted(pauses), "it asks less and less often"


def test_a_service_for_which_500_is_healthy_is_not_given_up(program, tmp_path):
    with server(says(status_line("500 Internal Server Error"))) as port:
        assert (
            ended(checked(program, answering.target(tmp_path / "a", port, "--status=500")))[0] == 0
        )


def test_what_answers_that_it_is_not_ready_yet_is_waited_for(program, tmp_path):
    begin = time.monotonic()

    def starts(connection: socket.socket) -> None:
        says(status_line("200 OK" if time.monotonic() > begin + 4 else "503 Service Unavailable"))(
            connection
        )

    with server(starts) as port:
        assert (
            ended(
                checked(program, answering.target(tmp_path / "a", port, "--status=200"), wait=20)
            )[0]
            == 0
        )


@pytest.mark.parametrize(("more", "code"), [(("--any",), 0), ((), 1)], ids=["any", "all"])
def test_of_services_that_share_an_httpd_each_that_fails_is_told(program, tmp_path, more, code):
    with server(says(status_line("200 OK"))) as well, server(says(status_line("500 No"))) as sick:
        targets = (
            answering.target(tmp_path / str(port), port, "--status=200") for port in (well, sick)
        )
        found, errors = ended(checked(program, *targets, more=more))
    assert (found, errors) == (
        code,
        f"127.0.0.1:{sick}/ is not healthy: status 500; see /nowhere and /var/log/lab/error.log\n",
    )


def test_where_httpd_ends_while_the_unit_reloads_the_check_leaves_it_to_systemd(program, tmp_path):
    """systemd sees that its main process is gone, and knows whether somebody stopped it."""
    httpd = subprocess.Popen([sys.executable, "-c", "pass"])
    httpd.wait()
    closed = answering.target(tmp_path / "a", serving.ports(1)[0], "--status=200")
    begin = time.monotonic()
    assert ended(checked(program, closed, wait=50, main=httpd.pid)) == (0, "")
    assert time.monotonic() - begin < 20, "nowhere near what it may wait"


def test_called_by_hand_as_if_a_unit_started_it_ends_httpd_and_nobody_else(program, tmp_path):
    """In a pid namespace: were it wrong, it would end every process that it sees."""
    if os.geteuid():
        serving.missing(
            "root, who alone makes pid namespaces: not shown that the start check ends nobody else's processes"
        )
    closed = answering.target(tmp_path / "a", serving.ports(1)[0], "--status=200")
    words = f"{program} --wait 1 --starting --unit wsgi-lab.service --server-log /nowhere --target {closed}"
    script = f"sleep 60 & bystander=$!; sleep 60 & MAINPID=$! {words}; echo $?; kill -0 $bystander && echo there; kill -0 $! || echo gone"
    command = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["1", "there", "gone"], done


def test_a_stop_while_a_unit_reloads_ends_the_check_and_no_process_of_the_unit(program, tmp_path):
    httpd = subprocess.Popen(["/usr/bin/sleep", "60"])
    try:
        process = checked(
            program,
            answering.target(tmp_path / "a", serving.ports(1)[0], "--status=200"),
            wait=50,
            main=httpd.pid,
        )
        assert serving.until(lambda: catches(process.pid, signal.SIGWINCH))
        os.kill(process.pid, signal.SIGWINCH)
        assert ended(process) == (0, "")
        assert httpd.poll() is None
    finally:
        httpd.kill()
        httpd.wait()


def catches(pid: int, number: signal.Signals) -> bool:
    """Return whether the process has a handler for the signal."""
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    return bool(int(status["SigCgt"], 16) & 1 << number - 1)


@pytest.mark.parametrize(("more", "code"), [(("--any",), 0), ((), 1)], ids=["any", "all"])
def test_units_of_an_older_tree_get_what_they_ask_of_the_probe(program, tmp_path, more, code):
    """Trees of several profiles share these programs, and one of them may have been built by the version before."""
    with server(says(status_line("200 OK"))) as well, server(says(status_line("500 No"))) as sick:
        targets = [
            answering.target(tmp_path / str(port), port, "--status=200") for port in (well, sick)
        ]
        words = [
            program.with_name("probe"),
            "--wait",
            "20",
            *more,
            *(word for target in targets for word in ("--target", target)),
        ]
        done = subprocess.run(
            list(map(str, words)), capture_output=True, text=True, timeout=60, check=False
        )
    assert (done.returncode, f"127.0.0.1:{sick}/ is not healthy: status 500" in done.stderr) == (
        code,
        True,
    ), done


def test_of_an_exception_whose_message_has_more_lines_the_first_is_told_and_no_more_than_fits_the_journal(
    program, tmp_path
):
    log = tmp_path / "error.log"
    log.touch()
    traceback = ("Traceback (most recent call last):", '  File "/app.wsgi", line 3, in <module>')
    first = (
        *traceback,
        "pymysql.err.OperationalError: (2003, 'refused')",
        "The above exception was the direct cause of:",
        *traceback,
    )
    lines = (
        *first,
        "sqlalchemy.exc.OperationalError: " + "x" * 5000,
        "(Background on this error at: https://sqlalche.me/e/20/e3q8)",
    )

    def fails(connection: socket.socket) -> None:
        now = time.strftime("%Y-%m-%d %H:%M:%S")
        with log.open("a") as file:
            file.writelines(f"[{now}.460817] [wsgi:error] [pid 7:tid 1] {line}\n" for line in lines)
        says(status_line("500 Internal Server Error"))(connection)

    with server(fails) as port:
        code, errors = ended(
            checked(
                program, answering.target(tmp_path / "a", port, "--status=200", log=log), wait=60
            )
        )
    assert code == 1
    assert f": status 500: sqlalchemy.exc.OperationalError: {'x' * 467}; more in {log}" in errors


def test_a_log_that_is_truncated_while_it_waits_still_has_the_cause(program, tmp_path):
    log = tmp_path / "error.log"
    log.write_text("x" * 100_000)

    def fails(connection: socket.socket) -> None:
        log.write_text(_LOG.format(now=time.strftime("%Y-%m-%d %H:%M:%S")))
        says(status_line("500 Internal Server Error"))(connection)

    with server(fails) as port:
        code, errors = ended(
            checked(
                program, answering.target(tmp_path / "a", port, "--status=200", log=log), wait=60
            )
        )
    assert (code, "FileNotFoundError" in errors) == (1, True)
