"""`@record`: a frozen dataclass that costs little to import.

dataclasses writes six methods of each class as text and compiles them at every start: for the classes that a build imports
that took a seventh of it. Only `__init__` has to be made to measure; here the others are shared.
"""

from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(made: type[T]) -> type[T]:
    """What `dataclass(frozen=True)` makes of a class that inherits nothing: fields, equality, hash, repr, and no way to change it."""
    for shared in (__setattr__, __delattr__, __repr__, __eq__, __hash__):
        setattr(made, shared.__name__, shared)
    return dataclass(eq=False, repr=False)(made)


def __setattr__(self: Any, name: str, value: object) -> None:
    """Each field is set once, by `__init__`."""
    if name in self.__dict__ or name not in self.__dataclass_fields__:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    self.__dict__[name] = value


def __delattr__(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __repr__(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


def __eq__(self: Any, other: object) -> Any:
    return self.__dict__ == other.__dict__ if type(self) is type(other) else NotImplemented


def __hash__(self: Any) -> int:
    return hash(tuple(self.__dict__.values()))
