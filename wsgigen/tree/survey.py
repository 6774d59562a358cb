"""Compares artifacts with what is on disk, before anything is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wsgigen.problem import Place, Problem, UserError
from wsgigen.render.artifact import Artifact
from wsgigen.tree.manifest import Manifest, below, fingerprint, found


@dataclass(frozen=True)
class Compared:
    """One artifact beside what is in its place: `print` is its own, `disk` what is there, empty for nothing."""

    artifact: Artifact
    print: str
    disk: str

    @property
    def same(self) -> bool:
        """Whether nothing needs to be done."""
        return self.print == self.disk


def compare(artifacts: Iterable[Artifact], root: Path) -> Iterator[Compared]:
    """Each artifact beside the disk. Raises UserError where a link on the way would lead out of *root*."""
    safe: set[Path] = set()
    for one in artifacts:
        target = below(root, one.path)
        _inside(root, target.parent, safe)
        yield Compared(one, fingerprint(one), found(target))


def foreign(one: Compared, root: Path, manifest: Manifest) -> Problem | None:
    """Why *one* must not be written over: somebody else wrote what is in its place, or changed it since."""
    name = str(one.artifact.path)
    if one.same or not one.disk or one.disk in manifest.files.get(name, ()):
        return None
    what = "was changed since it was built" if name in manifest.files else "was not written by wsgigen"
    if one.disk == "other":
        what = "is neither a file nor a link"
    return Problem(what, "move it away, or build with --force to replace it", place=Place(str(below(root, name))))


def stale(root: Path, manifest: Manifest, wanted: Iterable[str]) -> Iterator[tuple[str, Problem | None]]:
    """What the manifest has and the profile no longer asks for; with a problem where a person changed it."""
    for name in sorted(set(manifest.files) - set(wanted)):
        path = below(root, name)
        disk = found(path)
        if disk and disk not in manifest.files[name]:
            message = "is no longer asked for, and was changed since it was built"
            yield name, Problem(message, "move it away, or build with --force to remove it", place=Place(str(path)))
        elif disk:
            yield name, None


def _inside(root: Path, directory: Path, safe: set[Path]) -> None:
    if directory in safe or directory == root:
        return
    _inside(root, directory.parent, safe)
    if directory.is_symlink():
        raise UserError(
            [
                Problem(
                    f"is a link to {directory.readlink()}",
                    "replace it by a directory: nothing is written through links",
                    place=Place(str(directory)),
                )
            ]
        )
    if directory.exists() and not directory.is_dir():
        raise UserError([Problem("is not a directory", "move it away", place=Place(str(directory)))])
    safe.add(directory)
