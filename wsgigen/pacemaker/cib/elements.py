"""What XML is made of, as far as a CIB needs it.

Most elements have no children, and there are many: none has a list of its own before it needs one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Element:
    """An XML element, without its text: a CIB has none that matters."""

    name: str
    attributes: dict[str, str]  #: without the values of secrets
    line: int
    column: int
    children: Sequence["Element"] = ()

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return self.attributes.get("id", "")

    def add(self, child: "Element") -> None:
        """Put *child* last."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def all(self, *names: str) -> Iterator["Element"]:
        """The children called one of *names*."""
        return (child for child in self.children if child.name in names)

    def first(self, name: str) -> "Element | None":
        """The first child called *name*."""
        return next(self.all(name), None)


def walk(elements: Iterable[Element]) -> Iterator[Element]:
    """*elements* and all below, in the order of the document."""
    waiting = list(elements)[::-1]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(reversed(element.children))
