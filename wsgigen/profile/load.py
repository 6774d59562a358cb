"""Source -> Profile, or everything that is wrong with it at once."""

import os
from pathlib import Path

from wsgigen.errors import Location, Problem, UserError
from wsgigen.profile.kinds import PATH
from wsgigen.profile.model import Profile
from wsgigen.profile.reader import WRONG, LenientReader, Reader
from wsgigen.profile.source import Source, read
from wsgigen.profile.value_type import InvalidValue

#: Keys of a service whose problems depend on the OpenStack release; without one the newest counts.
_BY_RELEASE = ("application", "threads")


class InvalidProfile(UserError):
    """A file with problems.

    `profile` is what remains of it, so that what is wrong further on is said as well; None if too
    little remains. `left_out` are the keys of which something does not remain.
    """

    def __init__(
        self,
        problems: list[Problem],
        profile: Profile | None,
        source: Source,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(sorted(problems, key=lambda problem: problem.location or Location("")))
        self.profile, self.source, self.left_out = profile, source, left_out

    def explains(self, problem: Problem) -> bool:
        """Return whether *problem* may only be there because of what was left out."""
        where = problem.key
        if not where or (len(where) == 1 and where[0] in self.left_out):
            return True
        return "openstack" in self.left_out and where[0] == "services" and where[-1] in _BY_RELEASE


def load(path: Path) -> tuple[Profile, Source]:
    """Return the profile in *path*, and the source that knows the line of each key.

    Raises InvalidProfile with every problem of the file, and UserError for a file that is no YAML
    at all.
    """
    _refuse_name(path)
    source = read(path)
    about = {"name": path.stem, "directory": _directory(path)}
    reader = Reader(source.file)
    profile = reader.record(Profile, source.root, "the profile", **about)
    if reader.problems:
        lenient = LenientReader(source.file)
        remaining = lenient.record(Profile, source.root, "the profile", **about)
        raise InvalidProfile(
            reader.problems,
            None if remaining is WRONG else remaining,
            source,
            frozenset(lenient.left_out),
        )
    return profile, source


def _refuse_name(path: Path) -> None:
    """Refuse `...yaml`, whose tree would be in build/.."""
    if path.stem in ("", ".", ".."):
        message = f'gives its tree the name "{path.stem}", which is a directory already'
        fix = "rename it to NAME.yaml"
        raise UserError([Problem(message, fix, location=Location(str(path)))])


def _directory(path: Path) -> str | None:
    try:
        return str(PATH.read(os.path.dirname(os.path.abspath(path))))
    except InvalidValue:
        return None
