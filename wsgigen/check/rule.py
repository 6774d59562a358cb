"""What a rule is: what it needs, what it says, and how grave that is."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, IntEnum

from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.simulate.question import Question


class Severity(IntEnum):
    """How grave a finding is: a conflict rests on a mechanism that was shown, a risk on less."""

    ADVICE = 1
    RISK = 2
    CONFLICT = 3

    @property
    def word(self) -> str:
        """As people read it."""
        return self.name.lower()


class Need(Enum):
    """What a rule cannot run without: how people give it, and whether a view has it."""

    PROFILE = ("a profile", lambda view: view.profile is not None)
    CIB = ("--cib FILE", lambda view: view.is_live)
    NODES = (
        "cluster: {nodes: [...]} in the profile, or --cib FILE",
        lambda view: view.is_live or bool(view.profile and view.profile.cluster.nodes),
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
        lambda view: view.is_live or bool(view.profile and view.profile.cluster.virtual_addresses),
    )
    OUTCOME = ("what the other rules said", lambda view: True)

    def __init__(self, how: str, test: Callable[[ClusterView], bool]) -> None:
        self.how = how
        self._test = test

    def met_by(self, view: ClusterView) -> bool:
        """Return whether a rule that needs this can run on *view*."""
        return self._test(view)


@dataclass(frozen=True)
class Finding:
    """One thing that a rule has to say. `severity` None is the rule's own; `services` are those that it happens to."""

    message: str
    fix: str
    at: Origin
    services: tuple[str, ...] = ()
    severity: Severity | None = None
    question: Question | None = None


@dataclass(frozen=True)
class Missing:
    """A part that a rule could not look at: what it is about, and what the rule needs."""

    about: str
    needs: str


@dataclass(frozen=True)
class Rule:
    """One rule. `page` is its module's docstring, `severity` the gravest that it says, `needs` what it cannot run without."""

    name: str
    page: str
    severity: Severity
    check: Callable[[ClusterView], Iterator[Finding | Missing]]
    needs: tuple[Need, ...] = ()


def conflict_or_risk(view: ClusterView, ids: Iterable[str]) -> Severity:
    """Return how grave it is what happens to the primitives *ids*.

    A risk where one of them is to leave the cluster, which comes before this.
    """
    leaving = any(view.control.to_be_migrated(view.cib.primitives[id]) for id in ids)
    return Severity.RISK if leaving else Severity.CONFLICT
