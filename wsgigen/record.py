"""`@record`: a frozen dataclass that costs little to import.

dataclasses writes six methods of each class as text and compiles them at every start: for the classes that a build imports
that took a sixth of it. Records share them. What is a field, its default, `replace` and `fields` are the dataclass's.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(made: type[T]) -> type[T]:
    """What `dataclass(frozen=True)` makes of a class that inherits nothing."""
    for shared in (__init__, __setattr__, __delattr__, __repr__, __eq__, __hash__):
        setattr(made, shared.__name__, shared)
    return dataclass(init=False, eq=False, repr=False)(made)


def __init__(self: Any, *values: object, **named: object) -> None:
    fields, own = self.__dataclass_fields__, self.__dict__
    own.update(zip(fields, values, strict=False))
    own.update(named)
    twice = len(own) < len(values) + len(named)
    if len(own) < len(fields):
        for name, one in fields.items():
            if name not in own and one.default is not MISSING:
                own[name] = one.default
            elif name not in own and one.default_factory is not MISSING:
                own[name] = one.default_factory()
    if twice or own.keys() != fields.keys():
        raise TypeError(
            f"{type(self).__qualname__} is made of {', '.join(fields)}, not of {', '.join(map(str, (*values, *named)))}"
        )


def __setattr__(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __repr__(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={self.__dict__[name]!r}' for name in self.__dataclass_fields__)})"


def __eq__(self: Any, other: object) -> Any:
    return self.__dict__ == other.__dict__ if type(self) is type(other) else NotImplemented


def __hash__(self: Any) -> int:
    return hash(tuple(self.__dict__[name] for name in self.__dataclass_fields__))
