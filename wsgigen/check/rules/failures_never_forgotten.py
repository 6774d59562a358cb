"""Pacemaker counts failures and never forgets them.

What it checks
    Every resource of an API that has a migration-threshold also has a failure-timeout.

Why it matters
    Pacemaker counts a failure until somebody cleans up, even after it recovered the resource; a
    success does not clear the count. Three failures in a year ban the service from the node just
    as three in a minute do. Once that has happened on every node, the service runs nowhere.

Instead
    Set a failure-timeout, such as 10 minutes: longer than a recovery, and shorter than the time
    between two failures that have nothing to do with each other.

Source
    "Pacemaker Explained", Resource Meta-Attributes: failure-timeout is 0 by default, which is never
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.values import parse_seconds
from wsgigen.pacemaker.operations import migration_threshold
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each threshold, since most come from the defaults."""
    by_threshold: dict[int, list[Primitive]] = {}
    for primitive in api_primitives(view):
        most = migration_threshold(primitive)
        if most and not parse_seconds(primitive.meta.get("failure-timeout", "0")):
            by_threshold.setdefault(most, []).append(primitive)
    for most, primitives in by_threshold.items():
        yield Finding(
            f"migration-threshold={most} of {join_some(primitive.id for primitive in primitives)}"
            " counts all failures, however far apart, because failure-timeout is not set",
            "set failure-timeout=10min together with migration-threshold",
            primitives[0].at,
            tuple(name for primitive in primitives for name in served_services(view, primitive)),
        )


RULE = Rule("failures-never-forgotten", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
