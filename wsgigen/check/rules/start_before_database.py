"""A service waits for the database while it starts, and the cluster does not start the database first.

What it checks
    For each service that Pacemaker manages and whose import waits for the database: where the CIB has the database, orders lead
    from that to the service, directly or by others.

Why it matters
    Pacemaker starts at once what no order holds back. A service that connects in its import waits for a database that is
    not there yet; its unit waits for the API, runs out of time and fails. A start that fails bans the resource from the node until
    somebody cleans up, unless start-failure-is-fatal is false. After a power cut, where Galera takes its time, that is
    every node. `After=` in a unit does not help: it orders jobs of systemd, and Pacemaker starts the database by other means.

Instead
    An order with kind=Optional: it holds at a start, and a database that restarts takes no service with it.

Source
    openstack/oslo.db, oslo_db/options.py: max_retries 10, retry_interval 10 s
    Run: with the database unreachable the import of placement, barbican, nova, cinder and neutron (2026.1) had not ended after 60 s
    "Pacemaker Explained", Cluster Options, start-failure-is-fatal; Resource Constraints, Ordering, kind
"""

from collections.abc import Iterator
from itertools import pairwise

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import meant
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.text.phrases import join_some

#: Agents and units of databases that OpenStack's services use.
_DATABASES = ("galera", "mysql", "mariadb", "mysqld", "pgsql", "pgsqlms", "postgresql")


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource."""
    databases = sorted(
        (one for one in view.resources if one.type.removesuffix(".service") in _DATABASES),
        key=lambda one: one.id,
    )
    if not databases:
        return
    later = set(_later(view, databases))
    for primitive in sorted(view.resources, key=lambda one: one.id):
        waiting = [
            site.service
            for site in meant(view, primitive)
            if any(need.startswith("database") for need in site.needs)
        ]
        if waiting and primitive.id not in later:
            first = databases[0].outermost
            clone = view.cib.clones.get(first)
            yield Finding(
                f"{primitive.id} may start before {join_some(one.id for one in databases)}: {join_some(waiting)} would wait for the database"
                " in the import, and a start that runs out of time bans it from the node",
                f"run pcs constraint order {'promote' if clone and clone.promotable else 'start'} {first}"
                f" then start {primitive.outermost} kind=Optional",
                primitive.at,
                tuple(waiting),
            )


def _later(view: ClusterView, first: list[Primitive]) -> Iterator[str]:
    """The ids of what starts after *first*, by orders and groups."""
    after: dict[str, set[str]] = {}
    for order in view.cib.orders:
        if order.then_action in ("start", "promote") and order.first_action in ("start", "promote"):
            for one in view.cib.primitives_named(order.first):
                after.setdefault(one.id, set()).update(
                    other.id for other in view.cib.primitives_named(order.then)
                )
    for group in view.cib.groups.values():
        for name, following in pairwise(group.members):
            after.setdefault(name, set()).add(following)
    waiting = [one.id for one in first]
    seen: set[str] = set()
    while waiting:
        new = after.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
        yield from new


RULE = Rule("start-before-database", __doc__, Severity.RISK, check, needs=(Need.PROFILE, Need.CIB))
