"""The resources that a constraint is about: one, or those of a tag or set.

A primitive in a clone or a bundle stands for the whole of it, as it does for Pacemaker. Where a
name stands for nothing, Pacemaker ignores the constraint and logs it: it yields nothing here, and
is noted.

Source
    ClusterLabs/pacemaker: lib/pacemaker/pcmk_sched_constraints.c (pcmk__find_constraint_resource,
    pcmk__tag_to_set, pcmk__expand_tags_in_sets)
"""

from collections.abc import Mapping, Sequence

from wsgigen.pacemaker.cib.constraints import Reference
from wsgigen.pacemaker.cib.context import ReadContext
from wsgigen.pacemaker.cib.elements import Element
from wsgigen.pacemaker.cib.resources import Resources
from wsgigen.pacemaker.cib.values import current_role, is_true
from wsgigen.record import record


@record
class ConstraintSet:
    """Resources that a constraint treats alike.

    Source: "Pacemaker Explained", Resource Sets (constraints.rst).
    """

    members: tuple[str, ...]
    element: Element
    sequential: bool = False
    require_all: bool = True
    action: str = "start"
    role: str | None = None
    is_expanded: bool = True  #: from a set, tag or template; else the resource of a constraint

    @property
    def first(self) -> tuple[str, ...]:
        """Return the members that come directly after what is before the set."""
        return self.members[:1] if self.sequential else self.members

    @property
    def last(self) -> tuple[str, ...]:
        """Return the members that come directly before what is after the set."""
        return self.members[-1:] if self.sequential else self.members


class ConstraintEnds:
    """Finds the resources at the ends of constraints."""

    def __init__(
        self, context: ReadContext, resources: Resources, tags: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.resources, self.tags = resources, tags
        self.unknown: list[Reference] = []
        self._context = context
        self._outermost = _outermost_ids(resources)

    def plain(
        self, constraint: Element, name: str, action: str = "start", as_role: str | None = None
    ) -> ConstraintSet | None:
        """Return what *name*, written in the constraint itself, stands for."""
        members = self._members(constraint, [name])
        if not members:
            return None
        return ConstraintSet(
            members,
            constraint,
            action=action,
            role=current_role(as_role),
            is_expanded=name not in self._outermost,
        )

    def sets(self, constraint: Element) -> Sequence[ConstraintSet] | None:
        """Return the sets of *constraint*; None when a name in them stands for nothing."""
        elements = list(self._context.resolved(constraint.children_named("resource_set")))
        sets = [self._set(constraint, element) for element in elements]
        complete = [constraint_set for constraint_set in sets if constraint_set]
        return complete if len(complete) == len(sets) else None

    def _set(self, constraint: Element, element: Element) -> ConstraintSet | None:
        names = [reference.id for reference in element.children_named("resource_ref")]
        members = self._members(constraint, names)
        values = element.attributes
        if not members:
            return None
        return ConstraintSet(
            members,
            element,
            sequential=is_true(values.get("sequential"), default=True),
            require_all=is_true(values.get("require-all"), default=True),
            action=values.get("action", "start"),
            role=current_role(values.get("role")),
        )

    def _members(self, constraint: Element, names: Sequence[str]) -> tuple[str, ...]:
        """Return all that *names* stand for; nothing when one of them stands for nothing."""
        members = {name: self._resources_of(name) for name in names}
        missing = [name for name, resources in members.items() if not resources]
        for name in missing:
            location = self._context.location(constraint)
            self.unknown.append(Reference(constraint.id, name, location))
            message = (
                f"{constraint.id} names {name}, but no resource, template or tag has that id:"
                " Pacemaker ignores it"
            )
            self._context.note(constraint, message, "correct the name, or remove the constraint")
        self._context.count_values(constraint, sum(map(len, members.values())))
        if missing:
            return ()
        return tuple(dict.fromkeys(member for name in names for member in members[name]))

    def _resources_of(self, name: str) -> tuple[str, ...]:
        """Return the resources that *name* stands for."""
        if name in self._outermost:
            return (self._outermost[name],)
        members = self.resources.templates.get(name) or self.tags.get(name, ())
        ids = (self._outermost[member] for member in members if member in self._outermost)
        return tuple(dict.fromkeys(ids))


def _outermost_ids(resources: Resources) -> dict[str, str]:
    """Return by the id of each resource what stands for it in a constraint."""
    primitives, groups = resources.primitives.values(), resources.groups.values()
    return {
        **{
            primitive.id: primitive.clone or primitive.bundle or primitive.id
            for primitive in primitives
        },
        **{group.id: group.clone or group.id for group in groups},
        **{name: name for name in (*resources.clones, *resources.bundles)},
    }
