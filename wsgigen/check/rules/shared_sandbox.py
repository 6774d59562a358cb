"""Services that share an instance share its sandbox: what one is allowed, all are allowed.

What it checks
    No shared instance has a service that gains privileges, or that writes to directories of its
    own, together with services that do not.

Why it matters
    systemd's sandbox belongs to the unit. Where one service calls sudo or rootwrap, NoNewPrivileges
    is off and devices are visible for all services of the unit, and a hole in any of them reaches
    as far as that service may. Where one writes outside of /var, the others may write there too, as
    far as file permissions let them.

Instead
    Give the service that needs more an instance of its own: `layout: per-service`, or `grouped`
    without it.

Source
    systemd.exec(5): NoNewPrivileges=, PrivateDevices=, ReadWritePaths= are of the unit
    vhost_templates/service-common.unit.j2; wsgigen/render/outputs/unit.py: the union of what its
    sites need
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Instance
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each service that widens the sandbox of its neighbours."""
    for instance in view.instances:
        yield from _privileges(instance)
        yield from _directories(instance)


def _privileges(instance: Instance) -> Iterator[Finding]:
    privileged = [site.service for site in instance.sites if site.escalates]
    others = tuple(site.service for site in instance.sites if not site.escalates)
    if privileged and others:
        yield Finding(
            f"{instance.unit} lets its processes gain privileges, because {join_some(privileged)}"
            f" must: {join_some(others)} may gain them too",
            f"give {join_some(privileged)} an instance of its own",
            ("services", privileged[0]),
            others,
        )


def _directories(instance: Instance) -> Iterator[Finding]:
    for site in instance.sites:
        others = tuple(
            other.service
            for other in instance.sites
            if not set(site.writable) <= set(other.writable)
        )
        if others:
            yield Finding(
                f"{instance.unit} makes {join_some(site.writable)} writable for {site.service}:"
                f" {join_some(others)} may write there too",
                f"give {site.service} an instance of its own",
                ("services", site.service, "writable"),
                others,
                severity=Severity.ADVICE,
            )


RULE = Rule("shared-sandbox", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
