"""Phrases that several rooms print."""

from collections.abc import Iterable


def join_some(names: Iterable[str], most: int = 4) -> str:
    """Return the first *most* of *names*, and how many more there are."""
    distinct = list(dict.fromkeys(names))
    omitted = len(distinct) - most
    if omitted < 2:
        return ", ".join(distinct)
    return f"{', '.join(distinct[:most])} and {omitted} more"
