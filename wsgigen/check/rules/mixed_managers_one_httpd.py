"""A resource of a systemd unit and one of ocf:heartbeat:apache control the same httpd.

What it checks
    No resource of ocf:heartbeat:apache has the configuration file of an httpd that another resource
    starts by its unit. The file is known for httpd.service and apache2.service of the
    distributions, for their instances, and for wsgigen's own units.

Why it matters
    Both find the same PID file. The monitor of each succeeds for the httpd that the other started,
    so Pacemaker counts both as started where one is. The agent's stop kills the unit's httpd, which
    the unit's monitor then starts again.

Instead
    Use one agent for one httpd.

Source
    ClusterLabs/resource-agents, heartbeat/apache and heartbeat/apache-conf.sh (the PID file is that
    of the configuration); run with resource-agents 4.12.0 on Debian 12: with one configuration,
    both monitors succeed while one of two runs
    Debian: apache2@.service; Fedora: httpd@.service(8)
"""

from collections.abc import Iterator
from itertools import product

from wsgigen.check.rule import Finding, Need, Rule, Severity, conflict_or_risk
from wsgigen.cluster.overlap import overlap
from wsgigen.cluster.view import ClusterView
from wsgigen.simulate.question import Action, Question
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each httpd that both kinds of resources control."""
    for unit in view.control.primitives_by_unit:
        primitives = overlap(view, view.control.planned_primitives(unit)).certain
        by_agent = [primitive for primitive in primitives if primitive.standard == "ocf"]
        by_unit = [primitive for primitive in primitives if primitive.standard != "ocf"]
        if not any(view.placement.may_share_node(*pair) for pair in product(by_agent, by_unit)):
            continue
        agents = join_some(primitive.id for primitive in by_agent)
        yield Finding(
            f"{join_some(primitive.id for primitive in by_unit)} and {agents} control the httpd of"
            f" {unit} by different agents: the monitor of each succeeds for what the other started",
            f"keep one of them: delete {agents}, or give it a configfile of its own",
            by_agent[0].at,
            tuple(
                name for primitive in primitives for name in view.control.services_of(primitive.id)
            ),
            severity=conflict_or_risk(view, [primitive.id for primitive in primitives]),
            question=Question(Action.STOP, by_agent[0].id),
        )


RULE = Rule("mixed-managers-one-httpd", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
