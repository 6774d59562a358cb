"""What XML is made of, as far as a CIB needs it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Element:
    """An XML element, without its text: a CIB has none that matters."""

    name: str
    attributes: dict[str, str]  #: without the values of secrets
    line: int
    column: int
    children: list["Element"] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return self.attributes.get("id", "")

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
