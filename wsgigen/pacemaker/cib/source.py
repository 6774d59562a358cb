"""Reads a CIB's XML with the place of every element.

Expat itself, because nothing that is built on it in the standard library gives an element's line, and defusedxml would be one more
dependency for what two lines do here: a document type is refused where it begins, so there are no entities to
expand and nothing to fetch. Expat alone opens no file and no connection.
"""

from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import BoundedFile, TooLarge
from wsgigen.pacemaker.cib.elements import Element, walk
from wsgigen.pacemaker.cib.packed import Damaged, pieces
from wsgigen.pacemaker.cib.secrets import shown

#: Bytes, unpacked. A cluster of 10,000 resources fits.
LARGEST = 64 * 1024**2
#: Bytes of one tag or comment: expat must hold it whole.
LONGEST = 1024**2
#: Levels. Rules nest in Pacemaker's schemas without end; people stop at three.
DEEPEST = 50
#: Elements, and primitives among them.
MOST, MOST_PRIMITIVES = 400_000, 15_000

_WAY_OUT = "give what `cibadmin --query` prints"


@dataclass(frozen=True)
class Source:
    """A CIB as elements; `file` is the name that messages use. The root is a <cib> or a <configuration>."""

    file: str
    root: Element

    def location(self, element: Element) -> Location:
        """Where *element* starts."""
        return Location(self.file, element.line, element.column)


def read(path: Path) -> Source:
    """Parse *path*: XML as `cibadmin --query` writes it, or that packed with gzip or bzip2.

    A <cib> may stand inside another element, as tools wrap it. A bare <configuration> is what `cibadmin --query
    --scope configuration` gives; it lacks only the status and the versions, so it is read, too.
    Raises UserError for what cannot be read, is not XML in UTF-8, has a document type, is larger, longer or deeper than
    the bounds above, or is no CIB.
    """
    builder = _Builder(str(path))
    try:
        with BoundedFile(path, LARGEST, may_be_pipe=True) as stream:
            top = builder.build(stream)
    except TooLarge:
        raise builder.refused(
            f"holds more than {LARGEST} bytes", _WAY_OUT, Location(str(path))
        ) from None
    except OSError as error:
        raise builder.refused(
            f"cannot be read: {error.strerror or error}",
            f"{_WAY_OUT}, in a file",
            Location(str(path)),
        ) from None
    root = _find(top, "cib") or _find(top, "configuration")
    if root is None:
        raise builder.refused(
            f"is no CIB: its root is <{top.name}>",
            _WAY_OUT,
            Location(str(path), top.line, top.column),
        )
    return Source(str(path), root)


def _find(top: Element, name: str) -> Element | None:
    return next((element for element in walk([top]) if element.name == name), None)


class _Builder:
    """Makes elements of what expat sees."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.open: list[Element] = []
        self.top: Element | None = None
        self.seen = self.primitives = 0
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = lambda name: self.open.pop()
        self.parser.StartDoctypeDeclHandler = self._doctype

    def build(self, stream: BoundedFile) -> Element:
        """The root of what *stream* holds."""
        size = 0
        try:
            for piece in pieces(stream):
                size += len(piece)
                if size > LARGEST:
                    raise self.refused(f"holds more than {LARGEST} bytes", _WAY_OUT)
                self.parser.Parse(piece, False)
                if size - self.parser.CurrentByteIndex > LONGEST:
                    raise self.refused(
                        f"has a tag or comment of more than {LONGEST} bytes", _WAY_OUT
                    )
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            location = Location(self.file, error.lineno, error.offset + 1)
            raise self.refused(
                f"is not XML: {expat.ErrorString(error.code)}", _WAY_OUT, location
            ) from None
        except Damaged as error:
            raise self.refused(
                f"cannot be unpacked: {error}", "copy the file again", Location(self.file)
            ) from None
        finally:  # they refer to this, and this to the parser
            self.parser.StartElementHandler = self.parser.EndElementHandler = (
                self.parser.StartDoctypeDeclHandler
            ) = None
        assert self.top is not None  # noqa: S101 - expat refuses a document without a root
        return self.top

    def refused(self, message: str, fix: str, location: Location | None = None) -> UserError:
        """What is wrong here, where the parser stands unless *place* says otherwise."""
        here = location or Location(
            self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        )
        return UserError([Problem(message, fix, location=here)])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.seen += 1
        self.primitives += name == "primitive"
        if self.primitives > MOST_PRIMITIVES:
            raise self.refused(f"has more than {MOST_PRIMITIVES} primitives", _WAY_OUT)
        if self.seen > MOST:
            raise self.refused(f"has more than {MOST} elements", _WAY_OUT)
        if len(self.open) >= DEEPEST:
            raise self.refused(f"nests deeper than {DEEPEST} levels", _WAY_OUT)
        element = Element(
            name,
            _safe(attributes),
            self.parser.CurrentLineNumber,
            self.parser.CurrentColumnNumber + 1,
        )
        if self.open:
            self.open[-1].add(element)
        else:
            self.top = element
        self.open.append(element)

    def _doctype(self, *_: object) -> None:
        raise self.refused(
            "declares a document type, which could make it grow or fetch files",
            "remove the <!DOCTYPE>: no CIB has one",
        )


def _safe(attributes: dict[str, str]) -> dict[str, str]:
    """The attributes of an element; `name` says what `value` is."""
    name = attributes.get("name", "")
    return {key: shown(name if key == "value" else key, value) for key, value in attributes.items()}
