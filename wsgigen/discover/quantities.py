"""Words of unit files -> seconds and bytes; None for what systemd ignores.

Source: systemd.time(7), Parsing Time Spans; systemd.resource-control(5), MemoryMax=; systemd,
src/basic/time-util.c (parse_time), src/basic/parse-util.c (parse_size), checked with
`systemd-analyze timespan`
"""

import re
from math import inf

_SECONDS = {
    1e-6: "us usec µs μs",
    1e-3: "ms msec",
    1: "s sec second seconds",
    60: "m min minute minutes",
    3600: "h hr hour hours",
    86400: "d day days",
    7 * 86400: "w week weeks",
    2629800: "M month months",
    31557600: "y year years",
}
_BY_UNIT = {unit: seconds for seconds, units in _SECONDS.items() for unit in units.split()}
_BYTES = {unit: 1024**power for power, unit in enumerate("BKMGTPE")}
#: A number, perhaps with a fraction, and its unit.
_PART = re.compile(r"\s*([0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*([^\W\d_]*)\s*")


def seconds(text: str) -> float | None:
    """Return a time span: `90`, `1min 30s`, `infinity`."""
    return _sum(text, {"": 1, **_BY_UNIT})


def limit_seconds(text: str) -> float | None:
    """Return a time span of which 0 means that there is no limit."""
    span = seconds(text)
    return inf if span == 0 else span


def memory(text: str) -> float | None:
    """Return a number of bytes: `1.5G`, `infinity`. An empty one is no limit, too."""
    return _sum(text, {"": 1, **_BYTES}) if text else inf


def share(text: str) -> float | None:
    """Return which part of all memory is meant: `40%`."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([%‰‱])", text)
    return float(match[1]) / {"%": 100, "‰": 1000, "‱": 10_000}[match[2]] if match else None


def number(text: str) -> int | None:
    """Return a whole number that is not negative."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text, re.ASCII) else None


def _sum(text: str, units: dict[str, float]) -> float | None:
    if text == "infinity":
        return inf
    end, total = 0, 0.0
    while end < len(text):
        part = _PART.match(text, end)
        if part is None or part[2] not in units:
            return None
        total += float(part[1]) * units[part[2]]
        end = part.end()
    return total if text.strip() else None
