"""What a person answers -> values, or a word on why not, so that it can be asked again."""

from collections.abc import Callable, Collection

import click

from wsgigen.errors import Location, Problem, UserError, suggest
from wsgigen.profile.kinds import HOST, InvalidValue, ValueType
from wsgigen.profile.schema import FILE

#: Raises click.UsageError, after which click asks again.
Reader = Callable[[str], object]


def of(kind: ValueType) -> Reader:
    """A value of *kind*."""

    def read(word: str) -> object:
        try:
            return kind.read(word)
        except InvalidValue as unfit:
            raise click.UsageError(f"{unfit}; {unfit.fix}") from None

    return read


def one_of(known: Collection[str]) -> Reader:
    """A name that is known."""
    return lambda word: _known(word, known)


def some_of(known: Collection[str], needed: bool) -> Reader:
    """Names that are known, at least one if *needed*."""

    def read(words: str) -> object:
        names = words.replace(",", " ").split()
        if needed and not names:
            raise click.UsageError(
                "name at least one, such as keystone; `wsgigen services` lists them"
            )
        return [_known(name, known) for name in dict.fromkeys(names)]

    return read


def _known(word: str, known: Collection[str]) -> str:
    if word not in known:
        raise click.UsageError(f"{word} is not known; {suggest(word, known)}")
    return word


def host(name: str) -> str:
    """*name* where a profile can hold it: a machine may be called anything."""
    try:
        return str(HOST.read(name))
    except InvalidValue:
        return "localhost"


def schema(url: str | None) -> str:
    """The URL or the file that editors read; of what is installed, unless *url* says otherwise. Its line ends at a blank."""
    if not url:
        return str(FILE) if _plain(str(FILE)) else FILE.as_uri()
    if not _plain(url):
        fix = "write it as a URL, where a blank is %20"
        raise UserError(
            [
                Problem(
                    "holds a blank or a control character, at which an editor stops reading",
                    fix,
                    location=Location("--schema"),
                )
            ]
        )
    return url


def _plain(word: str) -> bool:
    return word.isprintable() and " " not in word
