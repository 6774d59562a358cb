"""Reads a CIB's XML with the location of every element.

It uses expat itself: nothing that is built on it in the standard library gives an element's line,
and defusedxml would be one more dependency for what two lines do here. A document type is refused
where it begins, so there are no entities to expand and nothing to fetch. Expat alone opens no file
and no connection.
"""

from pathlib import Path
from xml.parsers import expat

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import BoundedFile, TooLarge
from wsgigen.pacemaker.cib.compressed import DamagedContent, decompressed
from wsgigen.pacemaker.cib.elements import Element, walk
from wsgigen.pacemaker.cib.secrets import without_secret
from wsgigen.record import record

#: Bytes, decompressed. A cluster of 10,000 resources fits.
MAX_BYTES = 64 * 1024**2
#: Bytes of one tag or comment: expat must hold it whole.
MAX_TAG_BYTES = 1024**2
#: Levels. Rules nest in Pacemaker's schemas without end; people stop at three.
MAX_DEPTH = 50
MAX_ELEMENTS = 400_000
MAX_PRIMITIVES = 15_000

_FIX = "give what `cibadmin --query` prints"


@record
class CibDocument:
    """A CIB as elements. The root is a <cib> or a <configuration>."""

    file: str  #: the name that messages use
    root: Element

    def location(self, element: Element) -> Location:
        """Return where *element* starts."""
        return Location(self.file, element.line, element.column)


def read_document(path: Path) -> CibDocument:
    """Parse *path*: XML as `cibadmin --query` writes it, or that compressed.

    A <cib> may stand inside another element, as tools wrap it. A bare <configuration> is what
    `cibadmin --query --scope configuration` gives; it lacks only the status and the versions, so
    it is read, too. Raises UserError for what cannot be read, is not XML in UTF-8, has a document
    type, is larger, longer or deeper than the bounds above, or is no CIB.
    """
    file = str(path)
    builder = _Builder(file)
    try:
        with BoundedFile(path, MAX_BYTES, may_be_pipe=True) as stream:
            top = builder.build(stream)
    except TooLarge:
        raise _error(f"holds more than {MAX_BYTES} bytes", _FIX, Location(file)) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise _error(message, f"{_FIX}, in a file", Location(file)) from None
    root = _find(top, "cib") or _find(top, "configuration")
    if root is None:
        location = Location(file, top.line, top.column)
        raise _error(f"is not a CIB: its root is <{top.name}>", _FIX, location)
    return CibDocument(file, root)


def _find(top: Element, name: str) -> Element | None:
    return next((element for element in walk([top]) if element.name == name), None)


def _error(message: str, fix: str, location: Location) -> UserError:
    return UserError([Problem(message, fix, location=location)])


class _Builder:
    """Makes elements of what expat parses."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.ancestors: list[Element] = []
        self.top: Element | None = None
        self.elements = self.primitives = 0
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = lambda name: self.ancestors.pop()
        self.parser.StartDoctypeDeclHandler = self._doctype

    def build(self, stream: BoundedFile) -> Element:
        """Return the root of what *stream* holds."""
        try:
            self._parse(stream)
        except expat.ExpatError as error:
            location = Location(self.file, error.lineno, error.offset + 1)
            message = f"is not XML: {expat.ErrorString(error.code)}"
            raise _error(message, _FIX, location) from None
        except DamagedContent as error:
            location = Location(self.file)
            raise _error(f"cannot be unpacked: {error}", "copy the file again", location) from None
        finally:
            self._break_circle()
        assert self.top is not None  # noqa: S101 - expat refuses a document without a root
        return self.top

    def _parse(self, stream: BoundedFile) -> None:
        size = 0
        for piece in decompressed(stream):
            size += len(piece)
            if size > MAX_BYTES:
                raise self._error_here(f"holds more than {MAX_BYTES} bytes")
            self.parser.Parse(piece, False)
            if size - self.parser.CurrentByteIndex > MAX_TAG_BYTES:
                raise self._error_here(f"has a tag or comment of more than {MAX_TAG_BYTES} bytes")
        self.parser.Parse(b"", True)

    def _break_circle(self) -> None:
        """Remove the handlers: they refer to this, and this to the parser."""
        self.parser.StartElementHandler = None
        self.parser.EndElementHandler = None
        self.parser.StartDoctypeDeclHandler = None

    def _location(self) -> Location:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        return Location(self.file, line, column + 1)

    def _error_here(self, message: str, fix: str = _FIX) -> UserError:
        return _error(message, fix, self._location())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.primitives += name == "primitive"
        if self.primitives > MAX_PRIMITIVES:
            raise self._error_here(f"has more than {MAX_PRIMITIVES} primitives")
        if self.elements > MAX_ELEMENTS:
            raise self._error_here(f"has more than {MAX_ELEMENTS} elements")
        if len(self.ancestors) >= MAX_DEPTH:
            raise self._error_here(f"nests deeper than {MAX_DEPTH} levels")
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        element = Element(name, _without_secrets(attributes), line, column + 1)
        if self.ancestors:
            self.ancestors[-1].add(element)
        else:
            self.top = element
        self.ancestors.append(element)

    def _doctype(self, *_: object) -> None:
        raise self._error_here(
            "declares a document type, which could make it grow or fetch files",
            "remove the <!DOCTYPE>: no CIB has one",
        )


def _without_secrets(attributes: dict[str, str]) -> dict[str, str]:
    """Return the attributes of an element; `name` says what `value` is."""
    name = attributes.get("name", "")
    return {
        key: without_secret(name if key == "value" else key, value)
        for key, value in attributes.items()
    }
