"""sysusers.d: the accounts that daemon processes run as, where no package makes them."""

from collections.abc import Iterator

from wsgigen.plan.model import Daemon, Instance, Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each instance that needs accounts; an existing account is kept.

    An account of several instances is in the file of each, which systemd allows for equal lines: so
    an instance needs no file that depends on another one, or on another profile of the host.
    Source: systemd, src/sysusers/sysusers.c, item_equivalent
    """
    if not plan.platform.privileged:
        return
    first = {daemon.user: daemon for daemon in reversed([site.daemon for site in plan.sites])}
    first.pop(plan.platform.user, None)
    for instance in plan.instances:
        names = sorted({site.daemon.user for site in instance.sites} & first.keys())
        users = [first[name] for name in names]
        groups = sorted(_groups(instance, users))
        if users or groups:
            content = render_template(
                "accounts.words.j2",
                groups=tuple(groups),
                users=tuple((daemon.user, daemon.group, daemon.home) for daemon in users),
            )
            path = plan.platform.sysusers / f"wsgigen-{instance.name}.conf"
            yield Artifact(path, content, instance=instance.name)


def _groups(instance: Instance, users: list[Daemon]) -> set[str]:
    """Return the groups that no line of a user makes."""
    more = {group for site in instance.sites for group in site.daemon.supplementary_groups}
    return more | {daemon.group for daemon in users if daemon.group != daemon.user}


OUTPUT = Output("accounts", render)
