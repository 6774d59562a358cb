"""Several ocf:heartbeat:apache resources have one configuration file.

What it checks
    No two resources of ocf:heartbeat:apache that may run on one node have the same `configfile`, or leave
    it to the agent's default.

Why it matters
    The agent finds its httpd by the file's PID file: the second resource's monitor succeeds while only the first one runs, its
    start does nothing, and its stop ends both. pcs refuses this without --force; crm_verify does not.

Instead
    A `configfile` of its own for each, with its own PidFile, Listen and DefaultRuntimeDir; or one resource for all.

Source
    ClusterLabs/resource-agents, heartbeat/apache (configfile is unique="1") and heartbeat/apache-conf.sh; run with
    resource-agents 4.12.0 on Debian 12
    ClusterLabs/pcs, pcs/lib/cib/resource/primitive.py (unique groups)
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """A finding an httpd."""
    for unit in view.control.drivers:
        found = overlap(
            view, (one for one in view.control.remaining_drivers(unit) if one.standard == "ocf")
        )
        if found.certain:
            yield Finding(
                f"{join_some(one.id for one in found.certain)} have one configfile, so they are one, {unit}:"
                " the monitor of one answers for the others, and the stop of one ends all",
                "give each a configfile with a PidFile and ports of its own, or make them one resource",
                found.certain[0].at,
                tuple(
                    service for one in found.certain for service in view.control.services_of(one.id)
                ),
                severity=conflict_or_risk(view, [one.id for one in found.certain]),
                question=Question("stop", found.certain[0].id),
            )
        if found.unsure:
            yield Missing(
                f"whether {join_some(one.id for one in found.unsure)} come to one node, all being {unit}",
                "the node attributes that their locations ask for",
            )


RULE = Rule("ocf-configfile-shared", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
