"""The units that a tree brings to its host."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from wsgigen.record import record
from wsgigen.tree.manifest import Manifest

_KINDS = (".service", ".target", ".timer", ".socket", ".path")


@record
class Units:
    """The units of one tree: its own, and those of other packages that it adds to."""

    own: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()


def units_of(manifest: Manifest) -> Units:
    """Return the units of *manifest*; without slices, which end with what is in them."""
    paths = [PurePosixPath(name) for name in manifest.files]
    own = {
        path.name
        for path in paths
        if path.parent.name == "system" and path.suffix in _KINDS and "@." not in path.name
    }
    drop_ins = {
        path.parent.name.removesuffix(".d") for path in paths if path.parent.parent.name == "system"
    }
    return Units(
        tuple(sorted(own)), tuple(sorted(name for name in drop_ins - own if name.endswith(_KINDS)))
    )


def leaving(manifest: Manifest, names: Iterable[str]) -> Units:
    """Return the units of *manifest* that a tree of the files called *names* would lack."""
    old, new = units_of(manifest), units_of(Manifest("", dict.fromkeys(names, ())))
    return Units(
        tuple(sorted({*old.own} - {*new.own})), tuple(sorted({*old.extended} - {*new.extended}))
    )


def files_of(manifest: Manifest, units: Iterable[str]) -> frozenset[str]:
    """Return the names of the unit files of *units* in *manifest*."""
    wanted = set(units)
    paths = (PurePosixPath(name) for name in manifest.files)
    return frozenset(
        str(path) for path in paths if path.parent.name == "system" and path.name in wanted
    )
