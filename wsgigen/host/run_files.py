"""Makes the directories and logs of `wsgigen run`.

The user who serves may have put links into them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from pwd import struct_passwd

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.tree import Tree, opened
from wsgigen.plan.model import Instance, Plan

#: sun_path holds 108 bytes with the NUL (man unix); mod_wsgi appends `.PID.GENERATION.NUMBER.sock`.
_LONGEST_SOCKET = 107 - len(".4194304.0.99999.sock")


def too_long(run: PurePosixPath) -> bool:
    """Return whether the names of mod_wsgi's sockets in *run* would be too long."""
    return len(os.fsencode(str(run / "wsgi"))) > _LONGEST_SOCKET


def make_directories(plan: Plan, user: struct_passwd | None) -> None:
    """Make the directories that the instances write to, for *user* if given.

    Raises UserError if they cannot be made.
    """
    with _prefix(plan) as tree:
        for instance in plan.instances:
            directories = (instance.run, instance.logs, *(site.logs for site in instance.sites))
            for directory in dict.fromkeys(map(PurePosixPath, directories)):
                tree.give(_below(plan, directory), user and (user.pw_uid, user.pw_gid))


@contextmanager
def start_log(plan: Plan, instance: Instance) -> Iterator[int]:
    """Open a new start.log, and close it at the end. Raises UserError."""
    with _prefix(plan) as tree:
        name = _below(plan, PurePosixPath(instance.logs) / "start.log")
        descriptor = tree.create(name, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _prefix(plan: Plan) -> Iterator[Tree]:
    """Open the directory that every path of the platform `local` is in."""
    prefix = str(plan.platform.prefix)
    try:
        with opened(prefix) as tree:
            yield tree
    except OSError as error:
        location = Location(str(error.filename or prefix))
        problem = Problem(
            f"cannot be written: {error.strerror}",
            "remove it, or name another --root",
            location=location,
        )
        raise UserError([problem]) from None


def _below(plan: Plan, path: PurePosixPath) -> str:
    return f"/{path.relative_to(plan.platform.prefix)}"
