"""Where disk and artifacts differ, for people to read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import below
from wsgigen.tree.survey import Compared, compare, foreign, stale


@record
class Difference:
    """One file that a build would write, replace or remove; `text` is a unified diff.

    `foreign` says that a build would refuse to, without force.
    """

    path: str
    what: str
    text: str
    foreign: bool = False


def diff(
    artifacts: Iterable[Artifact], root: Path, *, checked_out: bool = False
) -> Iterator[Difference]:
    """What a build would change below *root*. Raises UserError for what cannot be read.

    Where *root* was *checked_out* from version control, of a mode only whether the owner may execute counts: the rest is the umask's.
    """
    try:
        yield from _diff(artifacts, root, checked_out)
    except OSError as error:
        location = Location(str(error.filename or root))
        raise UserError(
            [
                Problem(
                    f"cannot be read: {error.strerror}",
                    "run as a user who may read it",
                    location=location,
                )
            ]
        ) from None


def trees(directory: Path) -> frozenset[str]:
    """Return the names of the trees in *directory*: of its directories, those that wsgigen wrote a manifest in.

    Raises UserError for what cannot be read.
    """
    try:
        inside = list(directory.iterdir()) if directory.is_dir() else []
        return frozenset(one.name for one in inside if below(one, manifests.PATH).is_file())
    except OSError as error:
        location = Location(str(error.filename or directory))
        raise UserError(
            [
                Problem(
                    f"cannot be read: {error.strerror}",
                    "run as a user who may read it",
                    location=location,
                )
            ]
        ) from None


def _diff(artifacts: Iterable[Artifact], root: Path, checked_out: bool) -> Iterator[Difference]:
    wanted = []
    manifest = manifests.read(root)
    for one in compare(artifacts, root):
        wanted.append(one.name)
        if one.artifact and not one.same and not (checked_out and _equal(one)):
            yield replace(
                _difference(one, one.artifact, root), foreign=bool(foreign(one, root, manifest))
            )
    for one in stale(root, manifest, wanted):
        changed = bool(foreign(one, root, manifest))
        yield Difference(
            one.name,
            "is no longer asked for, and was changed" if changed else "is no longer asked for",
            "",
            changed,
        )


def _equal(one: Compared) -> bool:
    """Whether content and the right to execute are the same."""
    disk, wanted = one.disk.partition(":"), one.print.partition(":")
    if not (disk[0].isdigit() and wanted[0].isdigit()):
        return False
    return disk[2] == wanted[2] and int(disk[0], 8) & 0o100 == int(wanted[0], 8) & 0o100


def _difference(one: Compared, artifact: Artifact, root: Path) -> Difference:
    name = one.name
    if one.blocked:
        return Difference(
            name, f"cannot be written: {one.blocked.location} {one.blocked.message}", ""
        )
    if not one.disk:
        return Difference(name, "is missing", "")
    if artifact.link or ":" not in one.disk or one.disk.startswith("link:"):
        return Difference(name, f"is {one.disk or 'missing'}, not {one.print}", "")
    if one.disk.partition(":")[2] == one.print.partition(":")[2]:
        return Difference(
            name, f"has mode {one.disk.partition(':')[0]}, not {one.print.partition(':')[0]}", ""
        )
    there = below(root, name).read_text(errors="replace").splitlines()
    lines = unified_diff(
        there, artifact.content.splitlines(), f"disk{name}", f"profile{name}", lineterm=""
    )
    return Difference(name, "differs", "".join(f"{line}\n" for line in lines))
