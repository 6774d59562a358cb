"""A resource of a unit has parameters, which nothing reads.

What it checks
    No resource of class systemd, service or lsb has instance attributes.

Why it matters
    A unit takes no parameters: its metadata has none, and Pacemaker starts it by its name alone.
    Whoever wrote `configfile=/etc/httpd/conf/keystone.conf` for `systemd:httpd` gets the platform's
    httpd, with the platform's configuration, and a second resource written like that gets the same
    one.

Instead
    Delete the parameters. For an httpd of its own use a unit of its own: `layout: per-service`
    makes them.

Source
    ClusterLabs/pacemaker: lib/services/systemd.c (systemd_unit_metadata: an empty <parameters/>;
    only the unit's name is passed)
    Found in kamfonik/kilo-puppet, moc_openstack/templates/clsetup.erb: systemd:httpd with a
    configfile
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource: a conflict where a configfile names another httpd."""
    for primitive in sorted(view.primitives, key=lambda primitive: primitive.id):
        if primitive.standard in ("systemd", "service", "lsb") and primitive.parameters:
            names = sorted(primitive.parameters)
            yield Finding(
                f"{primitive.id} sets {join_some(names)}, which {primitive.agent} does not read:"
                f" it starts the unit {primitive.type} as it is",
                "delete the parameters, or give the service a unit of its own",
                primitive.at,
                served_services(view, primitive),
                Severity.CONFLICT if "configfile" in names else Severity.RISK,
            )


RULE = Rule("unit-with-parameters", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
