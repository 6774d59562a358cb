"""sysusers.d: the accounts that daemon processes run as, for where no package makes them."""

from collections.abc import Iterable, Iterator

from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """One file an account and supplementary group; what exists already is left as it is."""
    if not plan.platform.privileged:
        return
    directory, seen = plan.platform.sysusers, {plan.platform.user}
    for group in sorted(
        {group for site in plan.sites for group in site.daemon.supplementary_groups}
    ):
        owner = _owner(
            instance for instance, site in plan.placed if group in site.daemon.supplementary_groups
        )
        yield Artifact(
            directory / f"wsgigen-group-{group}.conf",
            render_template("group.words.j2", group=group),
            instance=owner,
        )
    for daemon in (site.daemon for site in plan.sites):
        if daemon.user not in seen:
            seen.add(daemon.user)
            owner = _owner(
                instance for instance, site in plan.placed if site.daemon.user == daemon.user
            )
            content = render_template(
                "sysusers.words.j2", user=daemon.user, group=daemon.group, home=daemon.home
            )
            yield Artifact(directory / f"wsgigen-{daemon.user}.conf", content, instance=owner)


def _owner(instances: Iterable[Instance]) -> str:
    """The one instance that uses an account; none where several share it."""
    first, *others = {instance.name for instance in instances}
    return "" if others else first


OUTPUT = Output("accounts", render)
