"""Failures of several services are counted as those of one resource.

What it checks
    No resource that stands for several services has a migration-threshold.

Why it matters
    Pacemaker counts failures by resource and node. Three services behind one resource that fail
    once each make three failures: with migration-threshold=3 the resource may not run there any
    more, and all of them are gone from the node. With a resource for each service these are three
    recoveries.

Instead
    Use `layout: per-service` and a resource for each service; or set no threshold on a shared
    resource, or a failure-timeout that is short compared to the time between failures.

Source
    "Pacemaker Explained", Resource Meta-Attributes, migration-threshold and failure-timeout
    Shown by crm_simulate 2.1.5: one failure each of three services bans the shared resource, and
    none of three
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import api_primitives, served_services
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.operations import migration_threshold
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource of several services with a migration-threshold."""
    for primitive in api_primitives(view):
        services, failures = served_services(view, primitive), migration_threshold(primitive)
        if len(services) > 1 and failures:
            yield Finding(
                f"{primitive.id} counts the failures of {join_some(services)} together:"
                f" {failures} of any of them take all from the node",
                "set layout: per-service with a resource for each, or remove migration-threshold",
                primitive.at,
                services,
                question=Question(Action.FAIL, primitive.id),
            )


RULE = Rule("shared-failcount", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
