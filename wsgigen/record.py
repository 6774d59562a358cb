"""`@record`: a frozen dataclass that costs little to import.

dataclasses writes six methods of each class as text and compiles them at every start, which took a
sixth of a build. Records share these methods. Fields, defaults, `replace` and `fields` are those of
dataclasses.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(made: type[T]) -> type[T]:
    """Make what `dataclass(frozen=True)` makes from a class without bases."""
    for shared in (__init__, __setattr__, __delattr__, __repr__, __eq__, __hash__):
        setattr(made, shared.__name__, shared)
    return dataclass(init=False, eq=False, repr=False)(made)


def __init__(self: Any, *values: object, **named: object) -> None:
    fields, own = self.__dataclass_fields__, self.__dict__
    own.update(zip(fields, values, strict=False))
    own.update(named)
    twice = len(own) < len(values) + len(named)
    if len(own) < len(fields):
        for name, field_ in fields.items():
            if name not in own and field_.default is not MISSING:
                own[name] = field_.default
            elif name not in own and field_.default_factory is not MISSING:
                own[name] = field_.default_factory()
    if twice or own.keys() != fields.keys():
        given = ", ".join(map(str, (*values, *named)))
        raise TypeError(f"{type(self).__qualname__} takes {', '.join(fields)}, not {given}")


def __setattr__(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __repr__(self: Any) -> str:
    fields = (f"{name}={self.__dict__[name]!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({', '.join(fields)})"


def __eq__(self: Any, other: object) -> Any:
    return self.__dict__ == other.__dict__ if type(self) is type(other) else NotImplemented


def __hash__(self: Any) -> int:
    return hash(tuple(self.__dict__[name] for name in self.__dataclass_fields__))
