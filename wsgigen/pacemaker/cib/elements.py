"""XML elements, as far as a CIB needs them.

Most elements have no children, and there are many: none has a list of its own before it needs one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(slots=True, eq=False)  # no record: it grows while it is read, and there are many
class Element:
    """An XML element, without its text: no text of a CIB matters."""

    name: str
    attributes: dict[str, str]  #: without the values of secrets
    line: int
    column: int
    children: Sequence["Element"] = ()

    @property
    def id(self) -> str:
        """Return its id; empty where it has none."""
        return self.attributes.get("id", "")

    def add(self, child: "Element") -> None:
        """Add *child* as the last."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def children_named(self, *names: str) -> Iterator["Element"]:
        """Return the children called one of *names*."""
        return (child for child in self.children if child.name in names)

    def first_child(self, name: str) -> "Element | None":
        """Return the first child called *name*."""
        return next(self.children_named(name), None)


def walk(elements: Iterable[Element]) -> Iterator[Element]:
    """Return *elements* and all below them, in the order of the document."""
    waiting = list(elements)[::-1]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(reversed(element.children))
