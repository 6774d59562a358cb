"""Where an id stands, what is noted, and how much may grow, while one CIB is read."""

from collections.abc import Hashable, Iterable, Iterator

from wsgigen.errors import Origin, Problem, UserError
from wsgigen.pacemaker.cib.document import CibDocument
from wsgigen.pacemaker.cib.elements import Element, walk

#: Values that sets, templates and references may make when they are resolved; a pair of resources
#: counts as four. Two unordered sets of 500 resources are 250,000 pairs.
MAX_VALUES = 2_000_000

#: Elements whose id is another's, or, as a node's, no XML ID in the schemas.
_NO_IDS = frozenset(("resource_ref", "obj_ref", "role", "node"))


class ReadContext:
    """One CIB while it is read.

    What Pacemaker would ignore, log and go on from is noted, never refused.
    """

    def __init__(self, document: CibDocument) -> None:
        self.document = document
        self.notes: list[Problem] = []
        self.defaults: dict[tuple[str, Hashable], dict[str, str]] = {}  #: worked out before
        self._values = 0
        self._undecided: set[int] = set()
        root = document.root
        if root.name != "configuration":
            empty = Element("configuration", {}, root.line, root.column)
            root = root.first_child("configuration") or empty
        self.configuration = root
        self.ids = self._elements_by_id()

    def section(self, name: str) -> Element:
        """Return the part of the configuration called *name*; empty where there is none."""
        line, column = self.configuration.line, self.configuration.column
        return self.configuration.first_child(name) or Element(name, {}, line, column)

    def location(self, element: Element) -> Origin:
        """Return where *element* stands."""
        return self.document.location(element)

    def note(self, element: Element, message: str, fix: str) -> None:
        """Note what Pacemaker cannot use, or cannot be computed here."""
        self.notes.append(Problem(message, fix, location=self.document.location(element)))

    def note_undecided(self, element: Element) -> None:
        """Note, once, that the rule of *element* cannot be computed here."""
        if id(element) not in self._undecided:
            self._undecided.add(id(element))
            message = f"{element.id} is ignored: only the running cluster can decide its rule"
            self.note(element, message, "evaluate it by hand")

    def note_lifetime(self, constraint: Element) -> None:
        """Note a constraint of before Pacemaker 2 that a <lifetime> ends."""
        if constraint.first_child("lifetime"):
            self.note_undecided(constraint)

    def count_values(self, element: Element, values: int) -> None:
        """Count the values that *element* makes.

        Raises UserError when all before it and it make more than MAX_VALUES.
        """
        self._values += values
        if self._values > MAX_VALUES:
            message = (
                f"makes more than {MAX_VALUES} values, with all before it,"
                " when sets and references are resolved"
            )
            fix = "set sequential=true, or split the sets"
            raise UserError([Problem(message, fix, location=self.document.location(element))])

    def resolved(self, elements: Iterable[Element]) -> Iterator[Element]:
        """Return *elements*, with what their `id-ref` refers to in their place.

        Source: "Pacemaker Explained", "Reusing Rules, Options and Sets of Operations".
        """
        for element in elements:
            reference = element.attributes.get("id-ref")
            referred = self.ids.get(reference) if reference else element
            if referred is None or referred.name != element.name:
                message = f"id-ref={reference} refers to no <{element.name}>"
                self.note(element, message, "correct or remove it")
            else:
                yield referred

    def _elements_by_id(self) -> dict[str, Element]:
        """Return the elements with an id; the first of two with one id, which is noted."""
        elements: dict[str, Element] = {}
        for element in walk(self.configuration.children):
            if not element.id or element.name in _NO_IDS:
                continue
            if elements.setdefault(element.id, element) is not element:
                message = (
                    f"id {element.id} is used twice: references mean the first element with it"
                )
                self.note(element, message, "rename one of the elements")
        return elements
