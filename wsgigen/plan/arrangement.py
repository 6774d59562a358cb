"""The shape of a layout."""

from collections.abc import Callable, Iterator, Mapping

from wsgigen.catalog.choices import LayoutName
from wsgigen.record import record


@record
class InstanceSpec:
    """One instance as a layout wants it; not `dedicated`: the platform's own Apache."""

    name: str
    services: tuple[str, ...]
    dedicated: bool = True


@record
class Layout:
    """One way to spread services, in the order of the profile, over instances."""

    name: LayoutName
    about: str
    arrange: Callable[[tuple[str, ...], Mapping[str, tuple[str, ...]]], Iterator[InstanceSpec]]
