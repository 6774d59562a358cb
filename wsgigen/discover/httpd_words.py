"""One line of httpd's configuration -> the name of its directive, and the arguments.

Source: httpd, docs/manual/configuring (syntax); server/util.c (ap_getword_conf)
"""

import re
from collections.abc import Iterator

_WORD = re.compile(
    r"""\s*(?:(?P<quote>["'])(?P<quoted>(?:\\.|(?!(?P=quote)).)*)(?P=quote)?|(?P<plain>\S+))\s*""",
    re.DOTALL,
)


def directive_words(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a directive's name in lower case, and its arguments, as httpd takes them apart."""
    name, *words = _split(text)
    return name.lower(), tuple(words)


def _split(text: str) -> Iterator[str]:
    """Yield words; quotes hold only a word together that begins with them."""
    end = 0
    while end < len(text):
        match = _WORD.match(text, end)
        if match is None:
            return
        end = match.end()
        plain, quote = match["plain"], match["quote"]
        yield plain if plain is not None else re.sub(rf"\\([\\{quote}])", r"\1", match["quoted"])
