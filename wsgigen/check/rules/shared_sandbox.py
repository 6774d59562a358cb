"""Services that share an instance share its sandbox: what one of them must be allowed, all are.

What it checks
    No shared instance has a service that gains rights, or that writes to directories of its own, beside services that do not.

Why it matters
    systemd's sandbox is the unit's. Where one service calls sudo or rootwrap, NoNewPrivileges is off and devices are visible for
    all that live in the unit, and a hole in any of them reaches as far as that one may. Where one writes outside of
    /var, the others may, too, as far as file permissions let them.

Instead
    Give the service that needs more an instance of its own: `layout: per-service`, or `grouped` without it.

Source
    systemd.exec(5): NoNewPrivileges=, PrivateDevices=, ReadWritePaths= are of the unit
    vhost_templates/service-common.unit.j2; wsgigen/render/outputs/unit.py: the union of what its sites need
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Instance
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each service that widens the sandbox of its neighbours."""
    for instance in view.instances:
        yield from _rights(instance)
        yield from _directories(instance)


def _rights(instance: Instance) -> Iterator[Finding]:
    strong = [site.service for site in instance.sites if site.escalates]
    others = tuple(site.service for site in instance.sites if not site.escalates)
    if strong and others:
        yield Finding(
            f"{instance.unit} lets its processes gain rights, because {join_some(strong)} must: so may {join_some(others)}",
            f"give {join_some(strong)} an instance of its own",
            ("services", strong[0]),
            others,
        )


def _directories(instance: Instance) -> Iterator[Finding]:
    for site in instance.sites:
        others = tuple(
            one.service for one in instance.sites if not set(site.writable) <= set(one.writable)
        )
        if others:
            yield Finding(
                f"{join_some(site.writable)} is writable for {site.service}, and so for {join_some(others)}, which share {instance.unit}",
                f"give {site.service} an instance of its own",
                ("services", site.service, "writable"),
                others,
                severity=Severity.ADVICE,
            )


RULE = Rule("shared-sandbox", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
