"""A service that waits for the database while it starts may start before it.

What it checks
    Where the CIB has the database, orders and groups lead from it, directly or through others, to
    each service that Pacemaker manages and whose import waits for the database.

Why it matters
    Pacemaker starts at once whatever no order holds back. A service that connects in its import
    waits for a database that is not there yet; its unit waits for the API, times out and fails. A
    start that fails bans the resource from the node until somebody cleans up, unless
    start-failure-is-fatal is false. After a power cut, when Galera takes its time, that is every
    node. `After=` in a unit does not help: it orders jobs of systemd, and Pacemaker starts the
    database by other means.

Instead
    Add an order with kind=Optional: it holds at a start, and a database that restarts takes no
    service with it.

Source
    openstack/oslo.db, oslo_db/options.py: max_retries 10, retry_interval 10 s
    Run: with the database unreachable the import of placement, barbican, nova, cinder and neutron
    (2026.1) had not ended after 60 s
    "Pacemaker Explained", Cluster Options, start-failure-is-fatal; Resource Constraints, Ordering,
    kind
"""

from collections.abc import Iterator
from itertools import pairwise

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.apis import planned_sites
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.text.phrases import join_some

#: Agents and units of databases that OpenStack's services use.
_DATABASES = ("galera", "mysql", "mariadb", "mysqld", "pgsql", "pgsqlms", "postgresql")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each resource that no order holds back until the database runs."""
    primitives = sorted(view.primitives, key=lambda primitive: primitive.id)
    databases = [
        primitive
        for primitive in primitives
        if primitive.type.removesuffix(".service") in _DATABASES
    ]
    if not databases:
        return
    ordered = set(_started_after(view, databases))
    for primitive in primitives:
        waiting = _waiting_services(view, primitive)
        if waiting and primitive.id not in ordered:
            yield Finding(
                f"{primitive.id} may start before"
                f" {join_some(database.id for database in databases)}: the import of"
                f" {join_some(waiting)} waits for the database, and a start that times out bans"
                f" {primitive.id} from the node",
                f"run {_command(view, databases[0], primitive)}",
                primitive.at,
                waiting,
            )


def _waiting_services(view: ClusterView, primitive: Primitive) -> tuple[str, ...]:
    """Return the services of *primitive* whose import waits for the database."""
    return tuple(
        site.service
        for site in planned_sites(view, primitive)
        if any(need.startswith("database") for need in site.needs)
    )


def _command(view: ClusterView, database: Primitive, primitive: Primitive) -> str:
    """Return the command that orders *primitive* after *database*."""
    clone = view.cib.clones.get(database.outermost)
    action = "promote" if clone and clone.promotable else "start"
    return (
        f"pcs constraint order {action} {database.outermost}"
        f" then start {primitive.outermost} kind=Optional"
    )


def _started_after(view: ClusterView, first: list[Primitive]) -> Iterator[str]:
    """Yield the ids of the primitives that orders and groups start after *first*."""
    after: dict[str, set[str]] = {}
    for order in view.cib.orders:
        if order.then_action in ("start", "promote") and order.first_action in ("start", "promote"):
            then = {primitive.id for primitive in view.cib.primitives_named(order.then)}
            for primitive in view.cib.primitives_named(order.first):
                after.setdefault(primitive.id, set()).update(then)
    for group in view.cib.groups.values():
        for name, following in pairwise(group.members):
            after.setdefault(name, set()).add(following)
    waiting = [primitive.id for primitive in first]
    seen: set[str] = set()
    while waiting:
        new = after.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
        yield from new


RULE = Rule("start-before-database", __doc__, Severity.RISK, check, needs=(Need.PROFILE, Need.CIB))
