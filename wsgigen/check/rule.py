"""A rule: what it needs, what it finds, and how severe that is."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, IntEnum

from wsgigen.cluster.view import ClusterView
from wsgigen.discover.reading import Gap
from wsgigen.errors import Origin
from wsgigen.record import record
from wsgigen.simulate.question import Question


class Severity(IntEnum):
    """The severity of a finding: a conflict rests on a mechanism that was shown, a risk on less."""

    ADVICE = 1
    RISK = 2
    CONFLICT = 3

    @property
    def word(self) -> str:
        """Return the severity as reports print it."""
        return self.name.lower()


class Need(Enum):
    """Something that a rule cannot run without: how people give it, and how a view tells."""

    PROFILE = ("a profile", lambda view: view.profile is not None)
    CIB = ("--cib FILE", lambda view: view.has_cib_file)
    ROOT = (
        "--root DIR, where the units of this layout are",
        lambda view: any(host.absent is None for host in view.on_host),
    )
    NODES = (
        "cluster: {nodes: [...]} in the profile, or --cib FILE",
        lambda view: view.has_cib_file or bool(view.profile and view.profile.cluster.nodes),
    )
    CPUS = (
        "host: {cpus: ...} in the profile",
        lambda view: bool(view.profile and view.profile.host.cpus),
    )
    MEMORY = (
        "host: {memory: ...} in the profile",
        lambda view: bool(view.profile and view.profile.host.memory),
    )
    BALANCER = (
        "cluster: {balancer_timeout: ...} in the profile",
        lambda view: bool(view.profile and view.profile.cluster.balancer_timeout),
    )
    DATABASE = (
        "cluster: {database_connections: ...} in the profile",
        lambda view: bool(view.profile and view.profile.cluster.database_connections),
    )
    ADDRESSES = (
        "cluster: {virtual_addresses: [...]} in the profile, or --cib FILE",
        lambda view: (
            view.has_cib_file or bool(view.profile and view.profile.cluster.virtual_addresses)
        ),
    )

    def __init__(self, how: str, test: Callable[[ClusterView], bool]) -> None:
        self.how = how
        self._test = test

    def met_by(self, view: ClusterView) -> bool:
        """Return whether a rule that needs this can run on *view*."""
        return self._test(view)


@record
class Finding:
    """One thing that a rule finds.

    `services` are those that it happens to. A `severity` of None is the rule's own. `question` is
    what Pacemaker's scheduler can be asked to show that it is so.
    """

    message: str
    fix: str
    at: Origin
    services: tuple[str, ...] = ()
    severity: Severity | None = None
    question: Question | None = None


@record
class Missing:
    """One thing that a rule could not look at, and what it needs for that."""

    about: str
    needs: str


def not_read(gaps: Iterable[Gap]) -> Iterator[Missing]:
    """Yield what could not be looked at since files of the host could not be read."""
    return (Missing(gap.about, gap.needs) for gap in gaps)


@record
class Rule:
    """One rule of `wsgigen check`.

    `page` is its module's docstring, `severity` the worst that it finds, `needs` what it cannot run
    without. `check_clean` is for a rule about rules: it is called when all rules have run, with
    the names of those that looked at everything and found nothing.
    """

    name: str
    page: str
    severity: Severity
    check: Callable[[ClusterView], Iterator[Finding | Missing]]
    needs: tuple[Need, ...] = ()
    check_clean: Callable[[ClusterView, frozenset[str]], Iterator[Finding]] | None = None


def conflict_or_risk(view: ClusterView, ids: Iterable[str]) -> Severity:
    """Return the severity of what happens to the primitives called *ids*.

    It is a risk where one of them should leave the cluster first, else a conflict.
    """
    primitives = (view.cib.primitives[id] for id in ids)
    leaves_first = any(view.control.to_be_migrated(primitive) for primitive in primitives)
    return Severity.RISK if leaves_first else Severity.CONFLICT
