"""Pacemaker's words as values: scores, durations, roles, yes and no.

Source
    ClusterLabs/pacemaker: lib/common/scores.c (char2score), lib/common/strings.c (crm_get_msec,
    crm_str_to_boolean)
    ClusterLabs/pacemaker: lib/common/utils.c (crm_parse_interval_spec), lib/common/iso8601.c
    (durations)
    "Pacemaker Explained", Cluster-Wide Configuration, "Scores", "Durations"
"""

import re
from math import ceil

from wsgigen.pacemaker.cib.model import INFINITY

_TRUE = frozenset(("true", "on", "yes", "y", "1"))
_FALSE = frozenset(("false", "off", "no", "n", "0"))
_PLAIN = re.compile(r"\s*\+?([0-9]{1,15})(?:\.[0-9]*)?\s*([A-Za-z]*)\s*", re.ASCII)
#: Milliseconds of a unit, by its first letters: Pacemaker compares no more. No unit is seconds.
_UNITS = (("ms", 1), ("us", 0.001), ("s", 1000), ("m", 60_000), ("h", 3_600_000))
_ISO = re.compile(
    r"P(?:(?P<y>\d{1,6})Y)?(?:(?P<mo>\d{1,6})M)?(?:(?P<w>\d{1,6})W)?(?:(?P<d>\d{1,6})D)?"
    r"(?:T(?:(?P<h>\d{1,9})H)?(?:(?P<m>\d{1,9})M)?(?:(?P<s>\d{1,9})S)?)?",
    re.ASCII,
)
_DAY = 86400
_ISO_SECONDS = {
    "y": 365 * _DAY,
    "mo": 30 * _DAY,
    "w": 7 * _DAY,
    "d": _DAY,
    "h": 3600,
    "m": 60,
    "s": 1,
}

_CURRENT_ROLES = {"master": "Promoted", "slave": "Unpromoted"}


def parse_seconds(text: str) -> int | None:
    """Return a duration in seconds; None for what is no duration.

    It is rounded up, so that an operation that recurs never looks like one that does not. A year
    is 365 days and a month 30: only an interval that nobody sets needs better.
    """
    if text.strip().startswith("P"):
        return _parse_iso(text.strip())
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    name = plain[2].lower() or "s"
    for prefix, milliseconds in _UNITS:
        if name.startswith(prefix):
            return ceil(int(plain[1]) * milliseconds / 1000)
    return None


def _parse_iso(text: str) -> int | None:
    parts = _ISO.fullmatch(text)
    if parts is None:
        return None
    numbers = parts.groupdict().items()
    return sum(int(number) * _ISO_SECONDS[unit] for unit, number in numbers if number)


def parse_score(text: str) -> int | None:
    """Return a score between minus and plus INFINITY; None for what is no score."""
    word = text.strip().lower()
    if word.lstrip("+-") in ("infinity", "inf"):
        return -INFINITY if word.startswith("-") else INFINITY
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", word, re.ASCII):
        return None
    return max(-INFINITY, min(INFINITY, int(word)))


def is_true(text: str | None, *, default: bool = False) -> bool:
    """Return a boolean; *default* where *text* is None or no boolean."""
    word = (text or "").lower()
    return True if word in _TRUE else False if word in _FALSE else default


def current_role(text: str | None) -> str | None:
    """Return a role by its current name: Pacemaker 2.1 renamed Master and Slave."""
    return _CURRENT_ROLES.get(text.lower(), text) if text else None
