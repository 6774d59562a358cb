"""The services may open more connections than the database allows.

What it checks
    `cluster: {database_connections: ...}` against all sites that need a database: processes x
    threads x nodes, the connections that they hold when they are busy, and processes x (5 + 50) x
    nodes, the connections that their pools allow. A service with a default of its own for
    `max_pool_size`, or with two databases, has other numbers. Daemons that run besides the APIs
    need further connections.

Why it matters
    MariaDB refuses the first connection above its limit, no matter which service asks for it: that
    service answers 500, even when it is not the one that took too many. This happens under load,
    and again after a failover, when all services connect to one node at once.

Instead
    Raise `max_connections`, use fewer processes, or lower `max_pool_size` and `max_overflow` in
    `[database]` of the services.

Source
    openstack/oslo.db, oslo_db/options.py: max_pool_size 5, max_overflow 50 for each process
    MariaDB, error 1040 "Too many connections"; SQLAlchemy: QueuePool keeps the connections that
    were in use at once, up to pool_size
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Mode
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.plan.model import Site
from wsgigen.text.phrases import join_some

#: Connections that the pool of one process may grow to.
_POOL = 5 + 50
_KEY = ("cluster", "database_connections")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding. An active/passive service counts on one node."""
    allowed = view.profile.cluster.database_connections if view.profile else None
    sites = [
        site
        for site in view.sites
        if any(need.startswith("database") for need in view.facts(site).needs)
    ]
    if not allowed or not sites:
        return
    names = tuple(site.service for site in sites)
    busy = sum(_processes(view, site) * site.daemon.threads for site in sites)
    pools = sum(_processes(view, site) for site in sites) * _POOL
    if busy > allowed:
        yield _too_few_when_busy(names, busy, allowed)
    elif pools > allowed:
        yield _too_few_for_pools(names, busy, pools, allowed)


def _processes(view: ClusterView, site: Site) -> int:
    """Return the number of *site*'s processes on all nodes."""
    nodes = 1 if site.mode is Mode.ACTIVE_PASSIVE else len(view.nodes)
    return site.daemon.processes * nodes


def _too_few_when_busy(names: tuple[str, ...], busy: int, allowed: int) -> Finding:
    return Finding(
        f"{join_some(names)} may hold processes x threads x nodes = {busy} connections,"
        f" but the database allows {allowed}: under load it refuses some",
        f"allow more than {busy} connections, with room for the daemons that run besides the APIs,"
        " or use fewer processes",
        _KEY,
        names,
    )


def _too_few_for_pools(names: tuple[str, ...], busy: int, pools: int, allowed: int) -> Finding:
    return Finding(
        f"the pools of {join_some(names)} may grow to processes x (5 + 50) x nodes = {pools}"
        f" connections, but the database allows {allowed};"
        f" one connection for each thread is {busy}",
        "lower max_pool_size and max_overflow in [database] of each service"
        " that uses threads of its own",
        _KEY,
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
