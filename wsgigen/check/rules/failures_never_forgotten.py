"""Failures are counted, and nothing forgets them.

What it checks
    Every resource of an API that has a migration-threshold has a failure-timeout, too.

Why it matters
    Failures that were recovered stay counted until somebody cleans up; a success does not clear them. Three in a year ban the
    service from the node as three in a minute do, and when that has happened on every node it runs nowhere.

Instead
    A failure-timeout, such as 10 minutes: longer than a recovery, shorter than the time between two failures that have
    nothing to do with each other.

Source
    "Pacemaker Explained", Resource Meta-Attributes: failure-timeout is 0 by default, which is never
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import apis, served
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.values import seconds
from wsgigen.pacemaker.operations import threshold
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each threshold: they mostly come from the defaults."""
    found: dict[int, list[Primitive]] = {}
    for primitive in apis(view):
        most = threshold(primitive)
        if most and not seconds(primitive.meta.get("failure-timeout", "0")):
            found.setdefault(most, []).append(primitive)
    for most, primitives in found.items():
        yield Finding(
            f"{join_some(one.id for one in primitives)}: migration-threshold={most} without failure-timeout"
            " adds failures up, however long apart",
            "set failure-timeout=10min beside migration-threshold",
            primitives[0].at,
            tuple(name for one in primitives for name in served(view, one)),
        )


RULE = Rule("failures-never-forgotten", __doc__, Severity.ADVICE, check, needs=(Need.CIB,))
