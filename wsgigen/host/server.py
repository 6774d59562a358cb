"""Runs the instances of a plan as child processes, and drains them."""

import os
import pwd
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from wsgigen.errors import Location, Problem, UserError
from wsgigen.host.apache import environment
from wsgigen.host.logs import Mark, first_failure, mark
from wsgigen.host.processes import GRACE, drain, end_within, kill_at, read_proc, send_signal
from wsgigen.host.run_files import make_directories, start_log, too_long
from wsgigen.host.venv import mismatched
from wsgigen.plan.model import Instance, Plan, Site


class Server:
    """The running instances of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.marks: dict[str, tuple[Mark, ...]] = {}
        self.failed = False  #: whether a service did not become healthy

    def start(self, user: pwd.struct_passwd | None) -> None:
        """Start every instance, as *user* if this process is root.

        Raises UserError if *user* may not run httpd.
        """
        for instance in self.plan.instances:
            for site in instance.sites:
                logs = (Path(site.logs) / "error.log", Path(instance.logs) / "httpd.log")
                start = Mark(Path(instance.logs) / "start.log", 0, 0)
                self.marks[site.service] = (*map(mark, logs), start)
            with start_log(self.plan, instance) as log:
                try:
                    self.processes[instance.name] = self._httpd(instance, log, user)
                except OSError as error:
                    raise _cannot_start(self.plan, user, error) from None

    def _httpd(
        self, instance: Instance, log: int, user: pwd.struct_passwd | None
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(self.plan.platform.httpd), "-DFOREGROUND", "-f", str(instance.config)],
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

    def ended(self) -> Iterator[tuple[Instance, int]]:
        """Yield the instances whose httpd ended, with its exit status."""
        for instance in self.plan.instances:
            status = self.processes[instance.name].poll()
            if status is not None:
                yield instance, status

    def first_failure(self, site: Site) -> tuple[str, ...]:
        """Return, in lines for a person, the first failure of *site* since its start."""
        return first_failure(self.marks[site.service])

    def recycle(self, service: str) -> None:
        """Send SIGUSR1 to the daemon processes of *service*, so that httpd replaces them."""
        for pid, title in self.children(service):
            if title.startswith(f"(wsgi:{service})"):
                os.kill(pid, signal.SIGUSR1)

    def children(self, service: str) -> Iterator[tuple[int, str]]:
        """Yield pid and command line of each child of the httpd that serves *service*."""
        instance = next(
            instance
            for instance in self.plan.instances
            if service in {site.service for site in instance.sites}
        )
        parent = self.processes[instance.name].pid
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                fields = read_proc(entry / "stat").rpartition(")")[2].split()
                title = read_proc(entry / "cmdline").replace("\0", " ").strip()
            except OSError:
                continue
            if int(fields[1]) == parent:
                yield int(entry.name), title

    def end(self) -> None:
        """Kill every instance at once: a second signal asked for it."""
        for process in self.processes.values():
            kill_at(process, monotonic())

    def stop(self) -> None:
        """Drain all instances side by side, and end those that do not end in time.

        An interrupt ends all of them. After a start that failed nothing is drained: nobody was
        served, and the requests that hang are this program's own.
        """
        try:
            for process in () if self.failed else self.processes.values():
                drain(process)
            for instance in () if self.failed else self.plan.instances:
                if instance.name in self.processes:
                    end_within(self.processes[instance.name], instance.drain + GRACE)
            for process in self.processes.values() if self.failed else ():
                send_signal(process, signal.SIGTERM)
        except KeyboardInterrupt:
            _ignore_signals()
            raise
        finally:
            end = monotonic() + 1
            for process in self.processes.values():
                kill_at(process, end)


@contextmanager
def served(plan: Plan, user: pwd.struct_passwd | None = None) -> Iterator[Server]:
    """Start the plan's instances, and drain them at the end, whatever happens.

    Raises UserError if an application's virtual environment has another Python than mod_wsgi, or
    if the name of the root is too long for a socket.
    """
    if problems := [*mismatched(plan), *_too_long_for_sockets(plan)]:
        raise UserError(problems)
    make_directories(plan, user)
    server = Server(plan)
    try:
        server.start(user)
        yield server
    except KeyboardInterrupt:
        _ignore_signals()
        server.end()
        raise
    finally:
        server.stop()


def _too_long_for_sockets(plan: Plan) -> Iterator[Problem]:
    for instance in plan.instances:
        if too_long(instance.run):
            yield Problem(
                "is too long a name for mod_wsgi's sockets",
                "name a shorter --root",
                location=Location(str(instance.run)),
            )


def _cannot_start(plan: Plan, user: pwd.struct_passwd | None, error: OSError) -> UserError:
    account = f" as {user.pw_name}" if user else ""
    problem = Problem(
        f"cannot be started{account}: {error.strerror}",
        "let that user reach it, or name another with --user",
        location=Location(str(plan.platform.httpd)),
    )
    return UserError([problem])


def account(name: str | None) -> pwd.struct_passwd | None:
    """Return the account that httpd runs as; None if this process is not root.

    Raises UserError if there is no user *name*, or if it is root.
    """
    if os.geteuid() != 0:
        return None
    location = Location("--user") if name else None
    sudoer = os.environ.get("SUDO_USER", "root")  # root may call sudo, too
    name = name or (sudoer if sudoer != "root" else "nobody")
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        fix = "name one that exists with --user"
        raise UserError([Problem(f"there is no user {name}", fix, location=location)]) from None
    if user.pw_uid == 0:
        fix = "name another user with --user"
        raise UserError([Problem("httpd does not serve as root", fix, location=location)])
    return user


def _ignore_signals() -> None:
    """Ignore SIGINT and SIGTERM: the end is quick, and must leave no process."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
