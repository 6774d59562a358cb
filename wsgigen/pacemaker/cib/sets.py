"""Who a constraint is about: a resource, or all of a tag, a template or a <resource_set>.

A primitive in a clone or a bundle stands for the whole of it, as it does for Pacemaker. Where one name is of nothing,
Pacemaker ignores the constraint and logs it, and so does this: it yields nothing and is noted.

Source
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_constraints.c (pcmk__find_constraint_resource, pcmk__tag_to_set,
    pcmk__expand_tags_in_sets)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.model import Reference
from wsgigen.pacemaker.cib.reading import Reading
from wsgigen.pacemaker.cib.resources import Resources
from wsgigen.pacemaker.cib.values import role, yes


@dataclass(frozen=True)
class Set:
    """Resources that a constraint treats alike. Source: "Pacemaker Explained", Resource Sets (constraints.rst)."""

    members: tuple[str, ...]
    element: Element
    sequential: bool = False
    require_all: bool = True
    action: str = "start"
    role: str | None = None
    written: bool = (
        True  #: as a set, a tag or a template; else it is the one resource of a plain constraint
    )

    @property
    def first(self) -> tuple[str, ...]:
        """Those that what is before the set meets."""
        return self.members[:1] if self.sequential else self.members

    @property
    def last(self) -> tuple[str, ...]:
        """Those that what is after the set meets."""
        return self.members[-1:] if self.sequential else self.members


@dataclass(frozen=True)
class Ends:
    """Finds what the ends of constraints are."""

    reading: Reading
    found: Resources
    tags: Mapping[str, tuple[str, ...]]
    unknown: list[Reference] = field(default_factory=list)
    _whole: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = self.found
        self._whole.update(
            (one.id, one.clone or one.bundle or one.id) for one in found.primitives.values()
        )
        self._whole.update((one.id, one.clone or one.id) for one in found.groups.values())
        self._whole.update((name, name) for name in (*found.clones, *found.bundles))

    def of(self, name: str) -> tuple[str, ...]:
        """The resources that *name* stands for; none when it is of nothing."""
        if name in self._whole:
            return (self._whole[name],)
        names = self.found.templates.get(name) or self.tags.get(name, ())
        return tuple(dict.fromkeys(self._whole[one] for one in names if one in self._whole))

    def plain(
        self, constraint: Element, name: str, action: str = "start", as_role: str | None = None
    ) -> Set | None:
        """What *name*, written in the constraint itself, stands for."""
        members = self._known(constraint, [name])
        return (
            Set(members, constraint, False, True, action, role(as_role), name not in self._whole)
            if members
            else None
        )

    def sets(self, constraint: Element) -> Sequence[Set] | None:
        """The sets of *constraint*; None when a name in them is of nothing."""
        elements = list(self.reading.real(constraint.all("resource_set")))
        found = [self._set(constraint, element) for element in elements]
        return None if None in found else [one for one in found if one]

    def _set(self, constraint: Element, element: Element) -> Set | None:
        members = self._known(constraint, [one.id for one in element.all("resource_ref")])
        values = element.attributes
        if not members:
            return None
        return Set(
            members,
            element,
            sequential=yes(values.get("sequential"), default=True),
            require_all=yes(values.get("require-all"), default=True),
            action=values.get("action", "start"),
            role=role(values.get("role")),
        )

    def _known(self, constraint: Element, names: Sequence[str]) -> tuple[str, ...]:
        """All that *names* stand for; none when one of them stands for nothing."""
        members = {name: self.of(name) for name in names}
        missing = [name for name, found in members.items() if not found]
        for name in missing:
            self.unknown.append(Reference(constraint.id, name, self.reading.at(constraint)))
            message = f"{constraint.id} names {name}, which no resource, template or tag is: Pacemaker ignores it"
            self.reading.note(constraint, message, "correct the name, or remove the constraint")
        self.reading.spend(constraint, sum(map(len, members.values())))
        return (
            () if missing else tuple(dict.fromkeys(one for name in names for one in members[name]))
        )
