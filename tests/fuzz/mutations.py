"""Texts that are nearly right: what ships, with lines moved, doubled or lost, words replaced, and bytes that do not belong.

Made with hypothesis, not with a fuzzer that follows branches such as atheris: what reads YAML and XML here is PyYAML's and the
standard library's, and what is wsgigen's own begins behind them, where a text that is nearly right gets and random bytes do not.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import strategies as st

_TOP = Path(__file__).parent.parent.parent
PROFILES = sorted([*(_TOP / "profiles").glob("*.yaml"), *(_TOP / "packaging").rglob("*.yaml")])
CIBS = sorted((_TOP / "tests/cibs").glob("*.xml"))

#: What would be something else than it seems to somebody on the way.
HOSTILE = (
    *(
        "",
        " ",
        "\t",
        "null",
        "true",
        "NO",
        "0027",
        "0x1F",
        "1e9",
        "-1",
        "99999999999999999999",
        ".nan",
        "~",
        "[]",
        "{}",
        "''",
        '"',
    ),
    *(
        "*",
        "&a",
        "*a",
        "!!python/object:os.system",
        "<<: *a",
        "|",
        ">",
        "%",
        "@",
        "`id`",
        "$(id)",
        "${HOME}",
        "\\",
        "#",
        ": ",
        "- ",
    ),
    *(
        "</VirtualHost>",
        "\nListen 1",
        "%n",
        "%i",
        "$$",
        "..",
        "/../..",
        "//",
        "é",
        "\u2028",
        "\x85",
        "\x00",
        "\ufeff",
        "\ud800",
        "\U0010ffff",
    ),
    *(
        "10s",
        "1MiB",
        "0s",
        "unlimited",
        "a" * 300,
        "::1",
        "keystone",
        "single",
        "grouped",
        "pacemaker",
        "root",
    ),
    *(
        "&#0;",
        "&lt;",
        "<!DOCTYPE x>",
        "<!-- -->",
        "]]>",
        "INFINITY",
        "-INFINITY",
        "P1D",
        "id-ref",
        'id="x"',
        "<primitive/>",
        "<group id='g'/>",
    ),
)
#: Words, marks and runs of blanks: where one ends something can go wrong.
_TOKEN = re.compile(r"[\w./:-]+|\s+|[^\w\s]")


def mutated(texts: Sequence[str]) -> st.SearchStrategy[bytes]:
    """One of *texts* after up to eight changes."""
    change = st.tuples(
        st.sampled_from(("drop", "double", "swap", "word", "insert", "indent", "splice", "cut")),
        st.floats(0, 0.999),
        st.floats(0, 0.999),
    )
    return st.builds(
        lambda text, changes, words, other: _apply(text, changes, words, other).encode(
            "utf-8", "surrogatepass"
        ),
        st.sampled_from(list(texts)),
        st.lists(change, max_size=8),
        st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), min_size=8, max_size=8),
        st.sampled_from(list(texts)),
    )


def _apply(
    text: str, changes: Sequence[tuple[str, float, float]], words: Sequence[str], other: str
) -> str:
    for (what, where, to), word in zip(changes, words, strict=False):
        lines = text.split("\n")
        one, another = int(where * len(lines)), int(to * len(lines))
        if what == "drop":
            del lines[one]
        elif what == "double":
            lines.insert(another, lines[one])
        elif what == "swap":
            lines[one], lines[another] = lines[another], lines[one]
        elif what == "indent":
            lines[one] = " " * int(to * 9) + lines[one].lstrip(" ")
        elif what == "splice":
            others = other.split("\n")
            lines[one:one] = others[int(to * len(others)) :][:5]
        elif what == "cut":
            lines = lines[: one + 1]
        elif tokens := _TOKEN.findall(lines[one]):
            at = int(to * len(tokens))
            tokens[at : at + (what == "word")] = [word]
            lines[one] = "".join(tokens)
        text = "\n".join(lines)
    return text
