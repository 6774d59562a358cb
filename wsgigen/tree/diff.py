"""Where disk and artifacts differ, for people to read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import read_file, read_names
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.difference import Difference
from wsgigen.tree.manifest import below
from wsgigen.tree.profiles import Profiles, read_profiles
from wsgigen.tree.survey import Compared, compare, find_conflict, find_stale

#: Trees in one directory.
_MOST = 100_000


def diff(
    artifacts: Iterable[Artifact], root: Path, profile: str, *, checked_out: bool = False
) -> Iterator[Difference]:
    """Yield what a build of *profile* would change in *root*.

    Raises UserError for what cannot be read. Where *root* was *checked_out* from version control,
    of a mode only the right to execute counts: the rest is the umask's.
    """
    try:
        yield from _diff(tuple(artifacts), root, read_profiles(root, profile), checked_out)
    except OSError as error:
        raise UserError([_unreadable(error, root)]) from None


def trees(directory: Path) -> frozenset[str]:
    """Return the names of the directories in *directory* that hold a manifest.

    Raises UserError for what cannot be read.
    """
    try:
        names = read_names(directory, _MOST) if directory.is_dir() else []
        return frozenset(
            name
            for name in names
            if below(directory / name, manifests.DIRECTORY).is_dir()
            or below(directory / name, manifests.LEGACY).is_file()
        )
    except OSError as error:
        raise UserError([_unreadable(error, directory)]) from None


def _diff(
    artifacts: tuple[Artifact, ...], root: Path, profiles: Profiles, checked_out: bool
) -> Iterator[Difference]:
    wanted = []
    crossing = profiles.crossing(artifacts)
    owners = {name: profile for profile, names in crossing.items() for name in names}
    for compared in compare(artifacts, root, profiles):
        wanted.append(compared.name)
        if owner := owners.get(compared.name):
            yield Difference(compared.name, f"is of the profile {owner}", "", foreign=True)
            continue
        if not compared.artifact or compared.is_same or (checked_out and _is_equal(compared)):
            continue
        is_foreign = bool(find_conflict(compared, root, profiles))
        yield replace(_difference(compared, compared.artifact, root), foreign=is_foreign)
    for stale in find_stale(root, profiles.alone, wanted):
        is_foreign = bool(find_conflict(stale, root, profiles))
        changed = ", and was changed" if is_foreign else ""
        yield Difference(stale.name, f"is no longer asked for{changed}", "", is_foreign)


def _is_equal(compared: Compared) -> bool:
    """Return whether content and the right to execute are the same."""
    found, wanted = compared.found_hash.partition(":"), compared.wanted_hash.partition(":")
    if not (found[0].isdigit() and wanted[0].isdigit()):
        return False
    return found[2] == wanted[2] and int(found[0], 8) & 0o100 == int(wanted[0], 8) & 0o100


def _difference(compared: Compared, artifact: Artifact, root: Path) -> Difference:
    name, found, wanted = compared.name, compared.found_hash, compared.wanted_hash
    if compared.blocked:
        problem = compared.blocked
        return Difference(name, f"cannot be written: {problem.location} {problem.message}", "")
    if not found:
        return Difference(name, "is missing", "")
    if artifact.link or ":" not in found or found.startswith("link:"):
        return Difference(name, f"is {found}, not {wanted}", "")
    if found.partition(":")[2] == wanted.partition(":")[2]:
        modes = found.partition(":")[0], wanted.partition(":")[0]
        return Difference(name, f"has mode {modes[0]}, not {modes[1]}", "")
    if found.endswith(manifests.TOO_LARGE):
        return Difference(name, f"holds more than {manifests.LARGEST} bytes", "")
    there = read_file(below(root, name), manifests.LARGEST).decode(errors="replace").splitlines()
    lines = unified_diff(
        there, artifact.content.splitlines(), f"disk{name}", f"profile{name}", lineterm=""
    )
    return Difference(name, "differs", "".join(f"{line}\n" for line in lines))


def _unreadable(error: OSError, path: Path) -> Problem:
    location = Location(str(error.filename or path))
    fix = "run as a user who may read it"
    return Problem(f"cannot be read: {error.strerror}", fix, location=location)
