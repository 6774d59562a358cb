"""A CIB as the rules see it. Times are seconds; names are Pacemaker's own.

Every list is in the order of the document, and nothing that a rule says may depend on it.

Source: the schemas and "Pacemaker Explained" of ClusterLabs/pacemaker (xml/*.rng, doc/sphinx/Pacemaker_Explained).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wsgigen.errors import Origin, Problem

#: Pacemaker's INFINITY.
INFINITY = 1_000_000


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a primitive. `timeout` and `on_fail` are None where neither it nor the defaults say one.

    A part of a second counts as a whole one; an interval of 0 does not recur.
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
    """A resource that an agent drives. Templates are resolved; `meta` holds what it inherits from its parents and the defaults, too."""

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
        """As Pacemaker's tools write it: `systemd:httpd`, `ocf:heartbeat:apache`."""
        return ":".join(part for part in (self.standard, self.provider, self.type) if part)

    @property
    def outermost(self) -> str:
        """The id of what it lives in, and that people stop and move: its clone, bundle or group, or itself."""
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
    """A primitive or a group that runs on several nodes at once; `promotable` also covers the old master element."""

    id: str
    child: str
    meta: Mapping[str, str]
    promotable: bool = False
    at: Origin = field(default=(), compare=False)

    @property
    def interleave(self) -> bool:
        """Whether each copy waits for the copies on its own node only."""
        return self.meta.get("interleave", "false").lower() in ("true", "yes", "on", "y", "1")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Containers, each with an isolated namespace, and the primitive in them if there is one."""

    id: str
    child: str | None
    meta: Mapping[str, str]
    replicas: int = 1
    network: Mapping[str, str] = field(
        default_factory=dict
    )  #: attributes of <network>; `network` is the container's own, such as host
    mounts: tuple[tuple[str, str], ...] = ()  #: from the host's path to the container's
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Order:
    """First `first`, then `then`: one pair; sets are resolved into the pairs that they mean."""

    id: str
    first: str
    then: str
    first_action: str = "start"
    then_action: str = "start"
    kind: str = "Mandatory"
    symmetrical: bool = True
    require_all: bool = True  #: False: one of all that are first in it is enough
    from_set: bool = False
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Colocation:
    """`resource` is placed by where `with_resource` is; sets are resolved into pairs."""

    id: str
    resource: str
    with_resource: str
    score: int
    resource_role: str | None = None
    with_role: str | None = None
    node_attribute: str | None = None
    from_set: bool = False
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class LocationConstraint:
    """Where a resource may be: `node` with a score, or a rule whose outcome nobody here computes (`node` None)."""

    id: str
    resource: str
    node: str | None
    score: int | None
    role: str | None = None
    discovery: str | None = None
    attribute_rule: bool = False  #: it depends on node attributes or the date
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A resource that a ticket of a multi-site cluster must allow."""

    id: str
    resource: str
    ticket: str
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Node:
    """A host that runs resources; `kind` is member, remote or guest.

    A bundle's replicas are nodes to Pacemaker, too, but run that bundle's own primitive alone: they are not among them.
    """

    name: str
    kind: str = "member"
    attributes: Mapping[str, str] = field(default_factory=dict)
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation last came to on a node (status section)."""

    node: str
    resource: str
    operation: str
    interval: int
    code: int
    status: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in a constraint that nothing has. Pacemaker ignores the constraint, so it is in none of the lists."""

    constraint: str
    resource: str
    at: Origin = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Cib:
    """The whole.

    Constraints name primitives, groups, clones or bundles that exist: tags and templates are resolved, and what lives
    in a clone or a bundle is named by that. Of the cluster's properties that Pacemaker 3 renamed, the older name is there,
    too: `stonith-enabled`.
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
    notes: tuple[
        Problem, ...
    ] = ()  #: what Pacemaker would ignore, and what nobody here can compute, so no rule saw it
    file: str = ""  #: empty when it was made from a plan

    def primitives_named(self, name: str) -> tuple[Primitive, ...]:
        """Return the primitives that a constraint means by *name*.

        A name is a primitive's, group's, clone's, bundle's or tag's; none for what is not there.
        """
        members = self._members(name, frozenset())
        return tuple({primitive.id: primitive for primitive in members}.values())

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
