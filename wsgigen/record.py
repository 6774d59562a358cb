"""`@record`: a frozen dataclass that costs little to import.

dataclasses writes six methods of each class as text and compiles them at every start, which took a
sixth of a build. Records share these methods. `field`, `fields` and `replace` are those of
dataclasses, which is imported when a record is first given to one of them: a build that has nothing
to do needs none, and would take a fifth longer.
"""

from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


class _Fields:
    """The fields of a record, until somebody asks for them."""

    def __get__(self, instance: object, made: type) -> Any:
        """Return those of dataclasses, which from now on are in the place of this."""
        return _fields(made)


def _fields(made: Any) -> Any:
    from dataclasses import dataclass  # noqa: PLC0415 - see above

    dataclass(init=False, eq=False, repr=False)(made)
    return made.__dataclass_fields__


@dataclass_transform(frozen_default=True)
def record(made: type[T]) -> type[T]:
    """Make what `dataclass(frozen=True)` makes from a class without bases."""
    names = tuple(made.__annotations__)
    methods = (__init__, __setattr__, __delattr__, __repr__, __eq__, __hash__)
    _set(made, **{method.__name__: method for method in methods})
    _set(made, __match_args__=names, __dataclass_fields__=_Fields())
    if any(hasattr(value, "default_factory") for value in vars(made).values()):
        _fields(made)  # puts defaults that `field` was told where others are
    own = vars(made)
    _set(made, __record_defaults__={name: own[name] for name in names if name in own})
    return made


def _set(made: type, **attributes: object) -> None:
    for name, value in attributes.items():
        setattr(made, name, value)


def __init__(self: Any, *values: object, **named: object) -> None:
    fields, own = type(self).__annotations__, self.__dict__
    own.update(zip(fields, values, strict=False))
    own.update(named)
    twice = len(own) < len(values) + len(named)
    if len(own) < len(fields):
        for name, default in self.__record_defaults__.items():
            if name not in own:
                own[name] = default
        if len(own) < len(fields):
            own.update(_made_defaults(self, own))
    if twice or own.keys() != fields.keys():
        given = ", ".join(map(str, (*values, *named)))
        raise TypeError(f"{type(self).__qualname__} takes {', '.join(fields)}, not {given}")


def _made_defaults(self: Any, given: dict[str, object]) -> dict[str, object]:
    """Return those defaults that are made for each record, of what is not *given*."""
    factories = {
        name: field.default_factory
        for name, field in self.__dataclass_fields__.items()
        if name not in given
    }
    return {name: make() for name, make in factories.items() if callable(make)}


def __setattr__(self: Any, name: str, value: object) -> None:
    raise _frozen(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise _frozen(f"cannot delete field {name!r}")


def _frozen(message: str) -> AttributeError:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - nobody should come here

    return FrozenInstanceError(message)


def __repr__(self: Any) -> str:
    fields = (f"{name}={self.__dict__[name]!r}" for name in type(self).__annotations__)
    return f"{type(self).__qualname__}({', '.join(fields)})"


def __eq__(self: Any, other: object) -> Any:
    return self.__dict__ == other.__dict__ if type(self) is type(other) else NotImplemented


def __hash__(self: Any) -> int:
    return hash(tuple(self.__dict__[name] for name in type(self).__annotations__))
