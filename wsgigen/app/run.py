"""Serves a profile in the foreground."""

import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from wsgigen.app.open import open_profile
from wsgigen.app.plan import load_local_plan
from wsgigen.app.target import BuildTarget
from wsgigen.errors import attempt
from wsgigen.host import apache, foreground, server
from wsgigen.host.local_platform import local_platform
from wsgigen.plan.model import Plan
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree


def run(target: BuildTarget, apache_name: str | None, user: str | None, *, once: bool) -> bool:
    """Serve *target* until somebody ends it, or with *once* until every service was healthy.

    Returns whether all went well. Raises UserError for a profile, an Apache or a user that cannot
    be used.
    """
    with _directory(target.root) as directory:
        platform = local_platform(apache.find(apache_name), directory)
        plan = load_local_plan(target, platform)
        build_tree(render(plan), directory, plan.profile)
        account = server.account(user)
        return open_profile(target).accept(attempt(partial(_serve, plan, account, once=once)))


def _serve(plan: Plan, account: pwd.struct_passwd | None, *, once: bool) -> bool:
    with server.served(plan, account) as served:
        return foreground.watch(served, once=once)


@contextmanager
def _directory(root: Path | None) -> Iterator[Path]:
    """Return *root*, or a directory that is removed at the end, and that other users may enter."""
    if root:
        yield root
        return
    with TemporaryDirectory(prefix="wsgigen-") as temporary:
        Path(temporary).chmod(0o755)
        yield Path(temporary) / "root"
