"""A resource's type ends in `.service`, for which older Pacemaker writes to a wrong path.

What it checks
    No resource of class systemd has a type that ends in `.service`, unless the cluster's version of
    Pacemaker is one that was corrected.

Why it matters
    When Pacemaker starts a unit it writes a drop-in with `Restart=no`, so that systemd does not
    restart what Pacemaker recovers. Before 2.1.10, and in 3.0.0, it wrote that of `httpd.service`
    to `httpd.service.service.d`, which nothing reads: the unit's own `Restart=` stays in force, and
    systemd restarts the unit behind Pacemaker's back. The units that wsgigen writes for Pacemaker
    say `Restart=no` themselves.

Instead
    Use `systemd:httpd`. To change the type, create the resource again in maintenance mode.

Source
    ClusterLabs/pacemaker, commit a74123bd8e: lib/services/systemd.c (systemd_create_override);
    released in 2.1.10 and 3.0.1
"""

import re
from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import served_services
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of such a type, unless Pacemaker was corrected."""
    version = re.match(r"(\d+)\.(\d+)\.(\d+)", view.cib.properties.get("dc-version", ""))
    numbers = tuple(map(int, version.groups())) if version else ()
    if numbers >= (3, 0, 1) or (2, 1, 10) <= numbers < (3, 0, 0):
        return
    pacemaker = f"Pacemaker {version[0]}" if version else "Pacemaker before 2.1.10, and 3.0.0,"
    for primitive in sorted(view.primitives, key=lambda primitive: primitive.id):
        unit = primitive.type.removesuffix(".service")
        if primitive.standard == "systemd" and unit != primitive.type:
            yield Finding(
                f"{primitive.id} is systemd:{primitive.type}: {pacemaker} then writes its"
                " Restart=no where systemd does not look",
                f"write systemd:{unit}",
                primitive.at,
                served_services(view, primitive),
            )


RULE = Rule("type-with-extension", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
