"""A systemd unit and ocf:heartbeat:apache drive one httpd.

What it checks
    No resource of ocf:heartbeat:apache has the configuration file that a unit which another resource drives starts httpd with.
    A unit's file is known for httpd.service and apache2.service of the distributions, for their instances, and for wsgigen's.

Why it matters
    Both find one PID file: the monitor of each answers for what the other started, so Pacemaker holds both for started where
    one is, and the agent's stop kills the unit's httpd, which the unit's monitor then starts again.

Instead
    One agent for one httpd.

Source
    ClusterLabs/resource-agents, heartbeat/apache and heartbeat/apache-conf.sh (the PID file is that of the configuration);
    run with resource-agents 4.12.0 on Debian 12: with one configuration, both monitors succeed while one of two runs
    Debian: apache2@.service; Fedora: httpd@.service(8)
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding an httpd."""
    for unit in view.control.drivers:
        met = overlap(view, view.control.remaining_drivers(unit)).certain
        ocf = [one for one in met if one.standard == "ocf"]
        units = [one for one in met if one.standard != "ocf"]
        if not any(view.placement.may_share_node(one, other) for one in ocf for other in units):
            continue
        yield Finding(
            f"{join_some(one.id for one in units)} and {join_some(one.id for one in ocf)} drive one httpd, that of {unit}, by different agents:"
            " the monitor of each answers for what the other started",
            f"keep one of them: delete {join_some(one.id for one in ocf)}, or give it a configfile of its own",
            ocf[0].at,
            tuple(service for one in met for service in view.control.services_of(one.id)),
            severity=conflict_or_risk(view, [one.id for one in met]),
            question=Question("stop", ocf[0].id),
        )


RULE = Rule("mixed-managers-one-httpd", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
