"""The services may ask for more connections than the database gives.

What it checks
    Over all sites that need a database: processes x threads x nodes, which is what they hold when they are busy, and
    processes x (5 + 50) x nodes, which is what their pools allow, against `cluster: {database_connections: ...}`. A service
    with its own idea of `max_pool_size`, or with two databases, has other numbers; daemons beside the APIs come on top.

Why it matters
    MariaDB refuses the connection that is one too many, whoever asks: the service whose turn it was answers 500, and so do those
    that were well. It happens under load, and again after a failover, when all connect to one node at once.

Instead
    Raise `max_connections`, use fewer processes, or lower `[database] max_pool_size` and `max_overflow` of the services.

Source
    openstack/oslo.db, oslo_db/options.py: max_pool_size 5, max_overflow 50 for each process
    MariaDB, error 1040 "Too many connections"; SQLAlchemy: QueuePool holds what was asked for at once, up to pool_size
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some

#: What the pool of one process may grow to.
_POOL = 5 + 50


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding at most. An active/passive service runs on one node."""
    most = view.profile.cluster.database_connections if view.profile else None
    users = [
        site
        for site in view.sites
        if any(need.startswith("database") for need in view.facts(site).needs)
    ]
    if not most or not users:
        return
    nodes = {
        site.service: 1 if site.mode == "active-passive" else len(view.nodes) for site in users
    }
    busy = sum(site.daemon.processes * site.daemon.threads * nodes[site.service] for site in users)
    pools = sum(site.daemon.processes * nodes[site.service] for site in users) * _POOL
    names = tuple(site.service for site in users)
    at = ("cluster", "database_connections")
    if busy > most:
        yield Finding(
            f"processes x threads x nodes of {join_some(names)} are {busy} connections, and the database allows {most}:"
            " under load it refuses some",
            f"allow more than {busy} connections, with room for the daemons beside the APIs, or use fewer processes",
            at,
            names,
        )
    elif pools > most:
        yield Finding(
            f"the pools of {join_some(names)} may grow to processes x (5 + 50) x nodes = {pools} connections, and the database allows {most};"
            f" one for each thread is {busy}",
            "lower max_pool_size and max_overflow in the services' [database], where they use threads of their own",
            at,
            names,
            severity=Severity.ADVICE,
        )


RULE = Rule(
    "database-connections",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.DATABASE, Need.NODES),
)
