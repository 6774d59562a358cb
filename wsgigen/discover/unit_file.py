"""One unit file -> its assignments.

Source: systemd.syntax(7); systemd, src/shared/conf-parser.c (config_parse)
"""

from collections.abc import Iterator

from wsgigen.discover.reading import quoted
from wsgigen.errors import Location
from wsgigen.record import record


@record
class Assignment:
    """One `key=value` of a unit file; `text` is its line as it is written."""

    section: str
    key: str
    value: str
    at: Location
    text: str

    @property
    def name(self) -> str:
        """Return section and key: `Service.Restart`."""
        return f"{self.section}.{self.key}"


def parse(file: str, content: bytes) -> Iterator[Assignment]:
    """Yield the assignments of one unit file; what is before the first section is passed over."""
    section = ""
    for number, column, text, line in _lines(content):
        if line.startswith("["):
            section = line[1:-1] if line.endswith("]") else ""
            continue
        key, sign, value = line.partition("=")
        if section and sign:
            at = Location(file, number, column)
            yield Assignment(section, key.rstrip(), value.strip(), at, quoted(text))


def _lines(content: bytes) -> Iterator[tuple[int, int, str, str]]:
    """Yield number, column and text of each first line, and all of it with its continuations.

    Comments between continued lines belong to none of them.
    """
    number, text, held = 0, "", ""
    for current, raw in enumerate(content.split(b"\n"), 1):
        try:
            line = raw.decode()
        except UnicodeDecodeError:
            continue  # systemd ignores such a line
        if line.lstrip().startswith(("#", ";")):
            continue
        if not held:
            number, text = current, line
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            held += f"{line[:-1]} "
            continue
        whole, held = (held + line).strip(), ""
        if whole:
            yield number, 1 + len(text) - len(text.lstrip()), text.strip(), whole
    if held.strip():
        yield number, 1 + len(text) - len(text.lstrip()), text.strip(), held.strip()
