"""Pacemaker's words as values: scores, durations, roles, yes and no.

Source
    ClusterLabs/pacemaker: lib/common/scores.c (char2score), lib/common/strings.c (crm_get_msec, crm_str_to_boolean)
    ClusterLabs/pacemaker: lib/common/utils.c (crm_parse_interval_spec), lib/common/iso8601.c (durations)
    "Pacemaker Explained", Cluster-Wide Configuration, "Scores", "Durations"
"""

import re
from math import ceil

from wsgigen.pacemaker.cib.model import INFINITY

_YES, _NO = frozenset(("true", "on", "yes", "y", "1")), frozenset(("false", "off", "no", "n", "0"))
_PLAIN = re.compile(r"\s*\+?([0-9]{1,15})(?:\.[0-9]*)?\s*([A-Za-z]*)\s*", re.ASCII)
#: Milliseconds of a unit, by how it begins: Pacemaker compares no more. No unit is seconds.
_UNITS = (("ms", 1), ("us", 0.001), ("s", 1000), ("m", 60_000), ("h", 3_600_000))
_ISO = re.compile(
    r"P(?:(?P<y>\d{1,6})Y)?(?:(?P<mo>\d{1,6})M)?(?:(?P<w>\d{1,6})W)?(?:(?P<d>\d{1,6})D)?"
    r"(?:T(?:(?P<h>\d{1,9})H)?(?:(?P<m>\d{1,9})M)?(?:(?P<s>\d{1,9})S)?)?",
    re.ASCII,
)
_ISO_SECONDS = {
    "y": 365 * 86400,
    "mo": 30 * 86400,
    "w": 7 * 86400,
    "d": 86400,
    "h": 3600,
    "m": 60,
    "s": 1,
}

_ROLES = {"master": "Promoted", "slave": "Unpromoted"}


def seconds(text: str) -> int | None:
    """A duration, rounded up, so that one that recurs never looks like one that does not; None when it is none.

    A year is 365 days and a month 30: only an interval that nobody sets needs better.
    """
    if text.strip().startswith("P"):
        found = _ISO.fullmatch(text.strip())
        return (
            sum(
                int(number) * _ISO_SECONDS[unit]
                for unit, number in found.groupdict().items()
                if number
            )
            if found
            else None
        )
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    unit = next(
        (size for begins, size in _UNITS if (plain[2].lower() or "s").startswith(begins)), None
    )
    return None if unit is None else ceil(int(plain[1]) * unit / 1000)


def score(text: str) -> int | None:
    """A score between minus and plus INFINITY; None when it is none."""
    word = text.strip().lower()
    if word.lstrip("+-") in ("infinity", "inf"):
        return -INFINITY if word.startswith("-") else INFINITY
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", word, re.ASCII):
        return None
    return max(-INFINITY, min(INFINITY, int(word)))


def yes(text: str | None, default: bool) -> bool:
    """A boolean; *default* where nothing is said or it is none."""
    word = (text or "").lower()
    return True if word in _YES else False if word in _NO else default


def role(text: str | None) -> str | None:
    """A role by its name of today: Pacemaker 2.1 renamed Master and Slave."""
    return _ROLES.get(text.lower(), text) if text else None
