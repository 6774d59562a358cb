"""sysusers.d: the accounts that daemon processes run as, for where no package makes them."""

from collections.abc import Iterator

from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact, Output
from wsgigen.render.templates import fill


def render(plan: Plan) -> Iterator[Artifact]:
    """One file an account and supplementary group; what exists already is left as it is."""
    if not plan.platform.privileged:
        return
    seen: set[str] = set()
    for group in sorted({group for site in plan.sites for group in site.daemon.supplementary_groups}):
        yield Artifact(plan.platform.sysusers / f"wsgigen-group-{group}.conf", fill("group.words.j2", group=group))
    for site in plan.sites:
        user = site.daemon.user
        if user not in seen | {plan.platform.user}:
            seen.add(user)
            content = fill("sysusers.words.j2", user=user, group=site.daemon.group, home=site.daemon.home)
            yield Artifact(plan.platform.sysusers / f"wsgigen-{user}.conf", content)


OUTPUT = Output("accounts", render)
