"""The constraints of a CIB. Names are Pacemaker's own.

They are dataclasses, no records: slots keep many of them small, and where they stand does not
matter when they are compared.
"""

from dataclasses import dataclass, field

from wsgigen.errors import Origin


@dataclass(frozen=True, slots=True)
class Order:
    """First `first`, then `then`; sets are resolved into the pairs that they mean."""

    id: str
    first: str
    then: str
    first_action: str = "start"
    then_action: str = "start"
    kind: str = "Mandatory"
    symmetrical: bool = True
    require_all: bool = True  #: False: one of the set that is first is enough
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
    """A node where a resource may be, or a rule that cannot be computed here.

    `node` is None for such a rule.
    """

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
class Reference:
    """A name in a constraint that nothing has.

    Pacemaker ignores the constraint, so it is in none of the lists.
    """

    constraint: str
    resource: str
    at: Origin = field(default=(), compare=False)
