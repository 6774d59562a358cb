"""A text of httpd's configuration -> its lines, with those that continue them.

Source: httpd, server/util.c (ap_cfg_getline)
"""

from collections.abc import Iterator


def logical_lines(content: str) -> Iterator[tuple[int, int, str]]:
    """Yield number and column of each line that is no comment, and its text to the end.

    A backslash at the end of a line continues it.
    """
    first, column, held, continues = 0, 1, "", False
    for number, line in enumerate(content.replace("\r\n", "\n").split("\n"), 1):
        if not continues:
            first, column = number, 1 + len(line) - len(line.lstrip())
        continues = line.endswith("\\")
        if continues:
            held += line[:-1]
            continue
        text, held = (held + line).strip(), ""
        if text and not text.startswith("#"):
            yield first, column, text
    if held.strip() and not held.lstrip().startswith("#"):
        yield first, column, held.strip()
