"""sysusers.d: the accounts that daemon processes run as, where no package makes them."""

from collections.abc import Iterable, Iterator

from wsgigen.plan.model import Instance, Plan
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.templates import render_template


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each account and supplementary group; an existing account is kept."""
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
    """Return the name of the only instance that uses an account; "" if several do."""
    first, *more = {instance.name for instance in instances}
    return "" if more else first


OUTPUT = Output("accounts", render)
