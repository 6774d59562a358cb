"""Runs the instances of a plan in the foreground, and drains them."""

import os
import pwd
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import read_start
from wsgigen.host.apache import environment, too_long
from wsgigen.host.logs import Mark, first_failure, mark
from wsgigen.host.run_files import make_directories, start_log
from wsgigen.host.venv import mismatched
from wsgigen.plan.model import Instance, Plan, Site

#: Bytes of a file of /proc that are read.
_TITLE = 16 * 1024
#: Seconds that a drained stop may take beyond the instance's own drain.
_GRACE = 10


class Server:
    """The running instances of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.marks: dict[str, tuple[Mark, ...]] = {}
        self.failed = False  #: a service did not become healthy

    def start(self, user: pwd.struct_passwd | None) -> None:
        """Start every instance; as *user* when this process is root. Raises UserError where *user* may not run httpd."""
        for instance in self.plan.instances:
            command = [str(self.plan.platform.httpd), "-DFOREGROUND", "-f", str(instance.config)]
            for site in instance.sites:
                logs = (Path(site.logs) / "error.log", Path(instance.logs) / "httpd.log")
                self.marks[site.service] = (
                    *map(mark, logs),
                    Mark(Path(instance.logs) / "start.log", 0, 0),
                )
            with start_log(self.plan, instance) as log:
                try:
                    self.processes[instance.name] = subprocess.Popen(
                        command,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                        cwd="/",
                        env=environment(self.plan.platform.modules_dir),
                        user=user.pw_uid if user else None,
                        group=user.pw_gid if user else None,
                        extra_groups=[] if user else None,
                    )
                except OSError as error:
                    who = f" as {user.pw_name}" if user else ""
                    fix = "let that user reach it, or name another with --user"
                    raise UserError(
                        [
                            Problem(
                                f"cannot be started{who}: {error.strerror}",
                                fix,
                                location=Location(command[0]),
                            )
                        ]
                    ) from None

    def ended(self) -> Iterator[tuple[Instance, int]]:
        """Instances that are no longer there, with their exit status."""
        for instance in self.plan.instances:
            status = self.processes[instance.name].poll()
            if status is not None:
                yield instance, status

    def first_failure(self, site: Site) -> tuple[str, ...]:
        """Return what went wrong first with *site* since its instance was started, in lines for a person to see."""
        return first_failure(self.marks[site.service])

    def recycle(self, service: str) -> None:
        """Replace the daemon processes of *service*, and of no other: SIGUSR1 to them."""
        for pid, title in self.children(service):
            if title.startswith(f"(wsgi:{service})"):
                os.kill(pid, signal.SIGUSR1)

    def children(self, service: str) -> Iterator[tuple[int, str]]:
        """The processes of the instance that serves *service*: pid and command line."""
        instance = next(
            one for one in self.plan.instances if service in {site.service for site in one.sites}
        )
        parent = self.processes[instance.name].pid
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                fields = _proc(entry / "stat").rpartition(")")[2].split()
                title = _proc(entry / "cmdline").replace("\0", " ").strip()
            except OSError:
                continue
            if int(fields[1]) == parent:
                yield int(entry.name), title

    def end(self) -> None:
        """End every instance at once: somebody asked twice."""
        for process in self.processes.values():
            _sweep(process, monotonic())

    def stop(self) -> None:
        """Drain every instance at once; what does not end in time is ended, and all of it where somebody interrupts this.

        Where a start failed nobody was served, so nothing is drained: the requests that hang are this program's own.
        """
        try:
            for process in () if self.failed else self.processes.values():
                _drain(process)
            for instance in () if self.failed else self.plan.instances:
                if instance.name in self.processes:
                    _end(self.processes[instance.name], instance.drain + _GRACE)
            for process in self.processes.values() if self.failed else ():
                _signal(process, signal.SIGTERM)
        except KeyboardInterrupt:
            _deafen()
            raise
        finally:
            end = monotonic() + 1
            for process in self.processes.values():
                _sweep(process, end)


@contextmanager
def served(plan: Plan, user: pwd.struct_passwd | None = None) -> Iterator[Server]:
    """Start the plan's instances, and drain them at the end, whatever happens.

    Raises UserError where an application's virtual environment is of another Python than mod_wsgi,
    or the root's name is too long for a socket.
    """
    problems = [*mismatched(plan)]
    for instance in plan.instances:
        if too_long(instance.run):
            problems.append(
                Problem(
                    "is too long a name for mod_wsgi's sockets",
                    "name a shorter --root",
                    location=Location(str(instance.run)),
                )
            )
    if problems:
        raise UserError(problems)
    make_directories(plan, user)
    server = Server(plan)
    try:
        server.start(user)
        yield server
    except KeyboardInterrupt:
        _deafen()
        server.end()
        raise
    finally:
        server.stop()


def account(name: str | None) -> pwd.struct_passwd | None:
    """Whom to become: nobody needs to when this process is not root. Raises UserError for a name that is not known."""
    if os.geteuid() != 0:
        return None
    location = Location("--user") if name else None
    sudoer = os.environ.get("SUDO_USER", "root")  # root may call sudo, too
    name = name or (sudoer if sudoer != "root" else "nobody")
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        raise UserError(
            [
                Problem(
                    f"there is no user {name}",
                    "name one that exists with --user",
                    location=location,
                )
            ]
        ) from None
    if found.pw_uid == 0:
        raise UserError(
            [
                Problem(
                    "httpd does not serve as root",
                    "name another user with --user",
                    location=location,
                )
            ]
        )
    return found


def _deafen() -> None:
    """Let nobody who is impatient interrupt the end: it is at once, and must leave no process behind."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        process.send_signal(number)


def _drain(process: subprocess.Popen[bytes]) -> None:
    """Send SIGWINCH once httpd listens to it: one that comes while it starts is lost."""
    end = monotonic() + _GRACE
    while (
        process.poll() is None and not _catches(process.pid, signal.SIGWINCH) and monotonic() < end
    ):
        sleep(0.02)
    _signal(process, signal.SIGWINCH)


def _proc(path: Path) -> str:
    """Return the start of a file of /proc: a process may have a title as long as it likes."""
    return read_start(path, _TITLE).decode(errors="replace")


def _catches(pid: int, number: int) -> bool:
    """Whether a process has a handler for a signal. Source: man proc, /proc/pid/status, SigCgt."""
    try:
        found = re.search(r"^SigCgt:\s*(\w+)$", _proc(Path(f"/proc/{pid}/status")), re.M)
    except OSError:
        return False
    return bool(found and int(found[1], 16) & 1 << number - 1)


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    if not _waited(process, patience):
        _signal(process, signal.SIGTERM)
        _waited(process, _GRACE)


def _sweep(process: subprocess.Popen[bytes], end: float) -> None:
    """Kill what is left of an instance at *end*: httpd itself, or its children where somebody killed it."""
    with suppress(ProcessLookupError):
        while monotonic() < end:
            os.killpg(process.pid, 0)
            process.poll()
            sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _waited(process: subprocess.Popen[bytes], seconds: float) -> bool:
    end = monotonic() + seconds
    while process.poll() is None and monotonic() < end:
        sleep(0.05)
    return process.poll() is not None
