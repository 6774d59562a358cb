"""A profile's file, read; the one place where problems get their line or their option."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from wsgigen.app.target import BuildTarget
from wsgigen.errors import Location, Problem, Refusal, UserError
from wsgigen.profile.load import InvalidProfile, load
from wsgigen.profile.model import Profile
from wsgigen.profile.source import Source
from wsgigen.record import record

T = TypeVar("T")


@record
class OpenProfile:
    """A profile, what options replace in it, and its source, which knows the lines."""

    written: Profile  #: as the file says
    source: Source
    replaced: Mapping[str, str]  #: by key of the profile the words of options
    #: what is wrong with the file; `written` is the rest of it
    invalid: InvalidProfile | None = None

    @property
    def profile(self) -> Profile:
        """Return the profile as the file and the options say."""
        words: Mapping[str, Any] = self.replaced
        return replace(self.written, **words)

    def accept(self, made: T | Refusal) -> T:
        """Return what was *made* of the profile.

        Raises UserError with all that is wrong, with the file and with what was to be made of it,
        each with its line, or with its option.
        """
        problems = self.located(made.problems if isinstance(made, Refusal) else ())
        if self.invalid:
            problems = (*self.invalid.problems, *problems)
        if problems or isinstance(made, Refusal):
            raise UserError(sorted(problems, key=lambda problem: problem.location or Location("")))
        return made

    def located(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return *problems* with their locations, without those that others of the file explain."""
        return tuple(
            replace(problem, location=problem.location or self._location(problem))
            for problem in problems
            if not (self.invalid and self.invalid.explains(problem))
        )

    def _location(self, problem: Problem) -> Location:
        """Return the option that the word came from, else the line of the profile."""
        for key in self.replaced:
            if problem.key[:1] == (key,):
                return Location(f"--{key}")
        return self.source.location(problem.key)


def open_profile(target: BuildTarget) -> OpenProfile:
    """Return the profile that *target* names, with what its options replace.

    Raises UserError for a file of which nothing can be used.
    """
    try:
        profile, source = load(target.profile)
    except InvalidProfile as invalid:
        if invalid.profile is None:
            raise
        return OpenProfile(invalid.profile, invalid.source, target.replaced, invalid)
    return OpenProfile(profile, source, target.replaced)
