"""Regular expressions of `rsc-pattern`, as far as Python has the same.

Pacemaker matches POSIX extended expressions (regcomp(3), in lib/pacemaker/pcmk_sched_location.c).
Python's backtrack, and `(a+)+b` would never end. So only expressions with few repetitions and
groups, and no group repeated, are tried; of all others nothing is said.
"""

import re

#: Repetitions and groups in one expression: time grows with a name's length to the power of these.
_MAX_REPETITIONS = 2
#: Characters of a name or an expression.
_MAX_LENGTH = 1000
_PLAIN = re.compile(
    r"""(?: [^\\\[\](){}*+?|^$]          # a character for itself, or any
          | \\[^A-Za-z0-9\n]             # one that is escaped
          | \[\^?[^\[\]\\]+\]            # one of several; no [:classes:]
          | (?P<or>\|) | \^ | \$
          | (?P<group>\((?!\?)) | \)(?![*+?])
          | (?P<again>(?<=[^(|^])[*+?](?![*+?])) )*""",
    re.VERBOSE,
)


def compiled(pattern: str) -> "re.Pattern[str] | None":
    """Return *pattern* compiled.

    None when it may take forever, or is not known to mean the same to Pacemaker.
    """
    bare = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "", pattern, flags=re.DOTALL)
    if len(pattern) > _MAX_LENGTH or not _PLAIN.fullmatch(pattern):
        return None
    if sum(map(bare.count, "*+?")) > _MAX_REPETITIONS or bare.count("(") > _MAX_REPETITIONS:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


def matches(pattern: "re.Pattern[str]", name: str) -> bool | None:
    """Tell whether *pattern* matches *name*; None for a name that is too long."""
    return bool(pattern.search(name)) if len(name) <= _MAX_LENGTH else None
