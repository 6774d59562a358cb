"""A person's answers -> values, or why not, so that the question can be asked again."""

from collections.abc import Callable, Collection

from wsgigen.errors import Location, Problem, UserError, suggest
from wsgigen.profile.kinds import HOST
from wsgigen.profile.schema import FILE
from wsgigen.profile.value_type import InvalidValue, ValueType

#: Raises InvalidValue for an answer that cannot be used.
Reader = Callable[[str], object]


def of(value_type: ValueType) -> Reader:
    """Return a reader of values of *value_type*."""
    return value_type.read


def one_of(names: Collection[str]) -> Reader:
    """Return a reader of one of *names*."""
    return lambda word: _listed(word, names)


def some_of(names: Collection[str], needed: bool) -> Reader:
    """Return a reader of some of *names*, of at least one if *needed*."""

    def read(answer: str) -> object:
        words = answer.replace(",", " ").split()
        if needed and not words:
            raise InvalidValue(
                "name at least one, such as keystone", "`wsgigen services` lists them"
            )
        return [_listed(word, names) for word in dict.fromkeys(words)]

    return read


def _listed(word: str, names: Collection[str]) -> str:
    if word not in names:
        raise InvalidValue(f"{word} is not known", suggest(word, names))
    return word


def host(name: str) -> str:
    """Return *name* where a profile can hold it: a machine may be called anything."""
    try:
        return str(HOST.read(name))
    except InvalidValue:
        return "localhost"


def schema(url: str | None) -> str:
    """Return the URL or the file that editors read: *url*, else what is installed.

    Raises UserError for a *url* that holds a blank, at which an editor stops reading.
    """
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
