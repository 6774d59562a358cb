"""Pairs -> the values that share a key, for sentences and rows."""

from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)


def grouped(pairs: Iterable[tuple[_Key, str]]) -> Iterator[tuple[_Key, tuple[str, ...]]]:
    """Return each key once, with its different values, as they came."""
    groups: dict[_Key, dict[str, None]] = {}
    for key, value in pairs:
        groups.setdefault(key, {})[value] = None
    for key, values in groups.items():
        yield key, tuple(values)


def regrouped(
    pairs: Iterable[tuple[tuple[str, _Key], str]],
) -> Iterator[tuple[tuple[_Key, tuple[str, ...]], tuple[str, ...]]]:
    """Return the names that share a key and all their values."""
    return grouped(((key, values), name) for (name, key), values in grouped(pairs))
