"""What every part of the reading needs: where an id stands, what is noted, how much may grow."""

from collections.abc import Hashable, Iterable, Iterator

from wsgigen.errors import Origin, Problem, UserError
from wsgigen.pacemaker.cib.elements import Element, walk
from wsgigen.pacemaker.cib.source import Source

#: Values that all may come to when sets, templates and references are resolved; a pair of resources counts as four.
#: Two unordered sets of 500 resources are 250,000 pairs.
MOST = 2_000_000

#: Elements whose id is another's, or, as a node's, no XML ID in the schemas.
_NO_IDS = frozenset(("resource_ref", "obj_ref", "role", "node"))


class Reading:
    """One CIB while it is read. What Pacemaker would ignore, log and go on from is noted, never refused."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.notes: list[Problem] = []
        self._spent = 0
        self._undecided: set[int] = set()
        self.defaults: dict[
            tuple[str, Hashable], dict[str, str]
        ] = {}  #: that were asked for before
        self.ids: dict[str, Element] = {}
        configuration = (
            source.root
            if source.root.name == "configuration"
            else source.root.first("configuration")
        )
        self.configuration = configuration or Element(
            "configuration", {}, source.root.line, source.root.column
        )
        for element in walk(self.configuration.children):
            if (
                element.id
                and element.name not in _NO_IDS
                and self.ids.setdefault(element.id, element) is not element
            ):
                self.note(
                    element,
                    f"id {element.id} stands twice; only the first is looked at where it is referred to",
                    "rename one of them",
                )

    def section(self, name: str) -> Element:
        """The part of the configuration called *name*; an empty one where there is none."""
        return self.configuration.first(name) or Element(
            name, {}, self.configuration.line, self.configuration.column
        )

    def at(self, element: Element) -> Origin:
        """Where *element* stands."""
        return self.source.location(element)

    def note(self, element: Element, message: str, fix: str) -> None:
        """Say what Pacemaker cannot use, or nobody here can compute."""
        self.notes.append(Problem(message, fix, location=self.source.location(element)))

    def undecided(self, element: Element) -> None:
        """Note, once, that nobody here can compute the rule of *element*."""
        if id(element) not in self._undecided:
            self._undecided.add(id(element))
            self.note(
                element,
                f"{element.id} has a rule that only the running cluster can decide: it is left out",
                "look at it by hand",
            )

    def dated(self, constraint: Element) -> None:
        """Note a constraint of before Pacemaker 2 that a <lifetime> ends."""
        if constraint.first("lifetime"):
            self.undecided(constraint)

    def spend(self, element: Element, values: int) -> None:
        """Count what *element* comes to. Raises UserError when all before it and it come to more than MOST."""
        self._spent += values
        if self._spent > MOST:
            message = f"comes to more than {MOST} values, with all before it, when sets and references are resolved"
            raise UserError(
                [
                    Problem(
                        message,
                        "set sequential=true, or split the sets",
                        location=self.source.location(element),
                    )
                ]
            )

    def real(self, elements: Iterable[Element]) -> Iterator[Element]:
        """*elements*, with what their `id-ref` refers to in their place. Source: "Reusing Rules, Options and Sets of Operations"."""
        for element in elements:
            reference = element.attributes.get("id-ref")
            found = self.ids.get(reference) if reference else element
            if found is None or found.name != element.name:
                self.note(
                    element,
                    f"id-ref={reference} refers to no <{element.name}>",
                    "correct or remove it",
                )
            else:
                yield found
