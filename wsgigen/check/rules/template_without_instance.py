"""A resource names a template of units without an instance.

What it checks
    No resource of class systemd or service has a type that ends in `@`, such as `apache2@`.

Why it matters
    A template is not a unit: systemd has none named `apache2@.service`, so Pacemaker's probe ends
    with an error on every node, and so does the stop that follows it. A node where a stop fails is
    fenced, which here is every node; without fencing the resource is blocked everywhere. The
    cluster's tools accept such a resource, because its metadata can be read.

Instead
    Name the instance, as in `systemd:apache2@keystone`, and create what it reads: on Debian
    /etc/apache2-keystone.

Source
    systemd.unit(5), template units; ClusterLabs/pacemaker: lib/services/systemd.c (an instance is
    made up for the metadata only)
    Seen with Pacemaker 2.1.5 and 3.0.0 on three nodes: "No DBus object found for systemd unit
    apache2@", of the probe and of the stop
    ClusterLabs/pcs: pcs/lib/resource_agent/name.py
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import served_services
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of such a type."""
    for primitive in sorted(view.primitives, key=lambda primitive: primitive.id):
        unit = primitive.type.removesuffix(".service")
        if primitive.standard in ("systemd", "service") and unit.endswith("@"):
            yield Finding(
                f"{primitive.id} is {primitive.agent}, a template without an instance:"
                " its probe fails on every node, and so does the stop that follows",
                f"name the instance, as in {primitive.standard}:{unit}{primitive.id}",
                primitive.at,
                served_services(view, primitive),
            )


RULE = Rule("template-without-instance", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
