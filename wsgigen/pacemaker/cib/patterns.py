"""Regular expressions of `rsc-pattern`, as far as they mean the same here and to Pacemaker, and cannot take for ever.

Pacemaker matches POSIX extended expressions (regcomp(3), in lib/pacemaker/pcmk_sched_location.c). Python's backtrack, and
`(a+)+b` would never end. So only expressions with few repetitions and groups, and no group repeated, are tried; of another
nothing is said.
"""

import re

#: Repetitions and groups in one expression: what it takes grows with a name's length to the power of these.
_MOST = 2
#: Characters of a name.
_LONGEST = 1000
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
    """*pattern*, ready to be searched for; None when that is not safe or not known to mean the same."""
    bare = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "", pattern, flags=re.DOTALL)
    if len(pattern) > _LONGEST or not _PLAIN.fullmatch(pattern):
        return None
    if sum(map(bare.count, "*+?")) > _MOST or bare.count("(") > _MOST:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None


def matches(pattern: "re.Pattern[str]", name: str) -> bool | None:
    """Whether *pattern* is found in *name*; None for a name that is too long to try."""
    return bool(pattern.search(name)) if len(name) <= _LONGEST else None
