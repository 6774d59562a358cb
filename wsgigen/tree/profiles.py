"""The profiles of one root: each has a manifest of its own, and all share the runtime.

The runtime is what depends on the platform alone: the programs, the target, the slice. A file of it
may be in several manifests, every other file in one. Whoever builds last decides what is in a file
of the runtime, except for one that a newer wsgigen wrote: that serves older trees, too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from wsgigen import __version__
from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import read_names
from wsgigen.record import record
from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import DIRECTORY, JOURNAL, LEGACY, Manifest, at, below, path_of

#: Manifests in one directory.
_MOST = 10_000
_SUFFIX = ".json"


@record
class Profiles:
    """The manifests of one root, as a command about one of its profiles sees them."""

    profile: str
    own: Manifest = Manifest("", {})
    others: tuple[Manifest, ...] = ()
    legacy: str = ""  #: the profile that the manifest in the legacy place is of
    interrupted: str = ""  #: another profile, of which a build or a removal was killed
    taken_over: tuple[str, ...] = ()  #: profiles whose files are *own* now

    def holders(self, name: str) -> Iterator[Manifest]:
        """Yield the manifests of other profiles that have the file *name*."""
        return (manifest for manifest in self.others if name in manifest.files)

    def is_shared(self, name: str) -> bool:
        """Return whether another profile has the file *name*."""
        return any(self.holders(name))

    def hashes(self, name: str) -> frozenset[str]:
        """Return the hashes that any profile knows of the file *name*."""
        manifests = (self.own, *self.others)
        return frozenset(known for manifest in manifests for known in manifest.files.get(name, ()))

    def is_newer(self, name: str, found_hash: str) -> bool:
        """Return whether a newer wsgigen than this one made what is on disk at *name*."""
        return any(
            found_hash in manifest.files[name] and _number(manifest) > _number(_THIS)
            for manifest in self.holders(name)
        )

    @property
    def alone(self) -> Manifest:
        """Return the manifest of the profile with only the files that no other one has."""
        files = self.own.files
        own = {name: files[name] for name in files if not self.is_shared(name)}
        return replace(self.own, files=own)

    def crossing(self, artifacts: Iterable[Artifact]) -> Mapping[str, tuple[str, ...]]:
        """Return, by other profile, the files of *artifacts* that are its own."""
        names: dict[str, tuple[str, ...]] = {}
        for artifact in artifacts:
            name = str(artifact.path)
            if not is_runtime(artifact):
                for manifest in self.holders(name):
                    names[manifest.profile] = (*names.get(manifest.profile, ()), name)
        return names

    def taking_over(self, artifacts: Iterable[Artifact]) -> "Profiles":
        """Return the same with the trees of other profiles that *artifacts* cross as its own."""
        names = self.crossing(artifacts)
        own = replace(self.own, profile=self.profile)
        for manifest in self.others:
            if manifest.profile in names:
                own = both(manifest, own)
        return replace(
            self,
            own=own if names else self.own,
            others=tuple(manifest for manifest in self.others if manifest.profile not in names),
            taken_over=tuple(names),
        )

    def amended(self, hashes: Mapping[str, str]) -> Iterator[Manifest]:
        """Yield the manifests of other profiles that do not say yet what is on disk.

        *hashes* has that of each file by its name. A manifest in the legacy place gets another.
        """
        for manifest in self.others:
            files = {name: (hashes[name],) for name in hashes if name in manifest.files}
            is_new = any(manifest.files[name] != hashes for name, hashes in files.items())
            amended = manifest
            if is_new:
                amended = replace(manifest, files={**manifest.files, **files}, seal="")
            if manifest.profile == self.legacy:
                directories = dict.fromkeys((*manifest.directories, str(DIRECTORY)))
                amended = replace(amended, directories=tuple(directories))
            if amended != manifest:
                yield amended

    @property
    def retired(self) -> tuple[str, ...]:
        """Return the files of manifests that are no longer needed once others are written."""
        taken = tuple(str(path_of(name)) for name in self.taken_over)
        return (*taken, str(LEGACY)) if self.legacy else taken

    def manifests(self) -> Iterator[str]:
        """Yield every place where a build may have staged a manifest."""
        for manifest in (self.own, *self.others):
            yield str(path_of(manifest.profile or self.profile))
        yield str(LEGACY)


def read_profiles(root: Path, profile: str) -> Profiles:
    """Return the manifests below *root*. Raises UserError for one that cannot be used."""
    by_profile = dict(_all(root))
    legacy = manifests.read_file_of(root, LEGACY)
    if legacy:
        by_profile.setdefault(legacy.profile, legacy)
    journal = manifests.read_file_of(root, JOURNAL)
    if journal:
        by_profile[journal.profile] = journal
    own = by_profile.pop(profile, Manifest("", {}))
    return Profiles(
        profile,
        own,
        tuple(by_profile[name] for name in sorted(by_profile)),
        legacy.profile if legacy else "",
        journal.profile if journal and journal.profile != profile else "",
    )


def interrupted(profiles: Profiles, root: Path) -> Iterator[Problem]:
    """Yield why nothing may be built or removed: another profile has to be completed first."""
    if name := profiles.interrupted:
        yield Problem(
            f"is the journal of a build or a removal of the profile {name}, which was killed",
            f"build {name} again first, or remove it, with the same --root",
            location=Location(at(root, str(JOURNAL))),
        )


def is_runtime(artifact: Artifact) -> bool:
    """Return whether several profiles may have *artifact*: none of their instances decides it."""
    return not artifact.instance


def both(one: Manifest, other: Manifest) -> Manifest:
    """Return the manifest of *other*'s profile with all that either of them knows."""
    files = {
        name: tuple(dict.fromkeys((*one.files.get(name, ()), *other.files.get(name, ()))))
        for name in {**one.files, **other.files}
    }
    directories = tuple({*one.directories, *other.directories})
    return Manifest(other.profile, files, directories, version=other.version)


def _all(root: Path) -> Iterator[tuple[str, Manifest]]:
    for name in _names(below(root, DIRECTORY)):
        if name.endswith(_SUFFIX):
            manifest = manifests.read_file_of(root, DIRECTORY / name)
            if manifest:
                yield manifest.profile, manifest


def _names(directory: Path) -> list[str]:
    try:
        return read_names(directory, _MOST)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problem = Problem(
            f"cannot be read: {error.strerror}",
            "run as a user who may read it",
            location=Location(str(directory)),
        )
        raise UserError([problem]) from None


def _number(manifest: Manifest) -> tuple[int, ...]:
    """Return the release that made *manifest*; () if it does not say, which is older than all."""
    match = re.match(r"\d{1,9}(\.\d{1,9})*", manifest.version)
    return tuple(map(int, match[0].split("."))) if match else ()


_THIS = Manifest("", {}, version=__version__)
