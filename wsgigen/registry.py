"""Finds the value that a module of a package declares, by name, without importing the others.

The file of a name has `_` for `-` and `.`: `ubuntu-24.04` is in `ubuntu_24_04.py`.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any


def find(package: str, name: str, attribute: str) -> Any:
    """Return the value that the module of *name* declares as *attribute*; None if there is none."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name):
        return None
    module = f"{package}.{re.sub('[-.]', '_', name)}"
    try:
        value = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
    return value if value.name == name else None


def every(package: str, attribute: str) -> Iterator[Any]:
    """Yield the values of all modules, in the order of their names; imports every module."""
    for module in iter_modules(import_module(package).__path__):
        yield getattr(import_module(f"{package}.{module.name}"), attribute)


def names(package: str) -> tuple[str, ...]:
    """Return the names that the modules of *package* stand for, in order, without importing one.

    A `.` of a name is taken for a `-`: the file name does not tell them apart.
    """
    modules = iter_modules(import_module(package).__path__)
    return tuple(sorted(module.name.replace("_", "-") for module in modules))


def summary(package: str, name: str) -> str:
    """Return the first paragraph of the docstring of the module of *name*, without importing it."""
    (directory,) = import_module(package).__path__
    text = Path(directory, f"{re.sub('[-.]', '_', name)}.py").read_text(encoding="utf-8")
    paragraph = text.partition('"""')[2].partition('"""')[0].partition("\n\n")[0]
    return " ".join(paragraph.split())
