"""A CIB as the rules see it. Times are seconds; names are Pacemaker's own.

Every list is in the order of the document, and nothing that a rule says may depend on it.

Its classes are dataclasses, no records: slots keep many of them small, and where they stand does
not matter when they are compared.

Source: the schemas and "Pacemaker Explained" of ClusterLabs/pacemaker (xml/*.rng,
doc/sphinx/Pacemaker_Explained).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wsgigen.errors import Origin, Problem
from wsgigen.pacemaker.cib.constraints import (
    Colocation,
    LocationConstraint,
    Order,
    Reference,
    Ticket,
)

#: Pacemaker's INFINITY.
INFINITY = 1_000_000


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a primitive.

    `timeout` and `on_fail` are None where neither it nor the defaults give them. A part of a second
    counts as a whole one; an interval of 0 does not recur.
    """

    name: str
    interval: int
    timeout: int | None = None
    on_fail: str | None = None
    role: str | None = None
    enabled: bool = True
    inherited: bool = False  #: the timeout comes from op_defaults
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Primitive:
    """A resource that an agent starts and stops.

    Templates are resolved; `meta` also holds what it inherits from its parents and the defaults.
    """

    id: str
    standard: str  #: the class: ocf, systemd, service, lsb, stonith, ...
    provider: str | None
    type: str
    parameters: Mapping[str, str]  #: values of attributes named like secrets are replaced
    meta: Mapping[str, str]
    operations: tuple[Operation, ...]
    group: str | None = None
    clone: str | None = None
    bundle: str | None = None
    at: Origin = field(default=(), compare=False)

    @property
    def agent(self) -> str:
        """Return it as Pacemaker's tools write it: `ocf:heartbeat:apache`."""
        return ":".join(part for part in (self.standard, self.provider, self.type) if part)

    @property
    def outermost(self) -> str:
        """Return the id of its clone, bundle or group, or its own.

        It is what people stop and move.
        """
        return self.clone or self.bundle or self.group or self.id


@dataclass(frozen=True, slots=True)
class Group:
    """Primitives that start in order and live on one node."""

    id: str
    members: tuple[str, ...]
    meta: Mapping[str, str]
    clone: str | None = None
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Clone:
    """A primitive or a group that runs on several nodes at once."""

    id: str
    child: str
    meta: Mapping[str, str]
    promotable: bool = False  #: also for the old master element
    at: Origin = field(default=(), compare=False)

    @property
    def interleave(self) -> bool:
        """Tell whether each copy waits for the copies on its own node only."""
        return self.meta.get("interleave", "false").lower() in ("true", "yes", "on", "y", "1")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Containers, each with an isolated namespace, and their primitive, if any."""

    id: str
    child: str | None
    meta: Mapping[str, str]
    replicas: int = 1
    #: Attributes of <network>; `network` is the container's own, such as host.
    network: Mapping[str, str] = field(default_factory=dict)
    mounts: tuple[tuple[str, str], ...] = ()  #: from the host's path to the container's
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A host that runs resources; `kind` is member, remote or guest.

    A bundle's replicas are left out: they are nodes to Pacemaker, too, but run nothing except for
    that bundle's own primitive.
    """

    name: str
    kind: str = "member"
    attributes: Mapping[str, str] = field(default_factory=dict)
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """The last result of an operation on a node (status section)."""

    node: str
    resource: str
    operation: str
    interval: int
    code: int
    status: int


@dataclass(frozen=True, slots=True)
class Cib:
    """A cluster's configuration.

    Constraints name primitives, groups, clones or bundles that exist: tags and templates are
    resolved, and what lives in a clone or a bundle is named by that. The cluster's properties that
    Pacemaker 3 renamed also have their older names, such as `stonith-enabled`.
    """

    feature_set: str
    schema: str  #: validate-with
    properties: Mapping[str, str]
    nodes: tuple[Node, ...]
    primitives: Mapping[str, Primitive]
    groups: Mapping[str, Group]
    clones: Mapping[str, Clone]
    bundles: Mapping[str, Bundle]
    orders: tuple[Order, ...]
    colocations: tuple[Colocation, ...]
    locations: tuple[LocationConstraint, ...]
    tickets: tuple[Ticket, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    op_defaults: Mapping[str, str] = field(default_factory=dict)
    resource_defaults: Mapping[str, str] = field(default_factory=dict)
    alerts: tuple[str, ...] = ()  #: ids
    results: tuple[Result, ...] = ()
    unknown: tuple[Reference, ...] = ()
    #: What Pacemaker would ignore, and what cannot be computed here, so that no rule saw it.
    notes: tuple[Problem, ...] = ()
    file: str = ""  #: empty when it was made from a plan

    def primitives_named(self, name: str) -> tuple[Primitive, ...]:
        """Return the primitives that a constraint means by *name*.

        A name is a primitive's, group's, clone's, bundle's or tag's; none for what is not there.
        """
        members = self._members(name, frozenset())
        return tuple({primitive.id: primitive for primitive in members}.values())

    def clone_of(self, primitive: Primitive) -> Clone | None:
        """Return the clone that *primitive* is in."""
        return self.clones[primitive.clone] if primitive.clone else None

    def _members(self, name: str, seen: frozenset[str]) -> Iterator[Primitive]:
        if name in seen:
            return
        if name in self.primitives:
            yield self.primitives[name]
        inner: tuple[str, ...] = self.tags.get(name, ())
        if name in self.groups:
            inner = self.groups[name].members
        elif name in self.clones:
            inner = (self.clones[name].child,)
        elif name in self.bundles:
            inner = tuple(child for child in (self.bundles[name].child,) if child)
        for member in inner:
            yield from self._members(member, seen | {name})
