"""Finds the one value that a module of a folder declares, by name, without importing the others.

A name is its module's file name with `-` and `.` written as `_`: `ubuntu-24.04` stands in
`ubuntu_24_04.py`. So to add a service, a platform, a layout or an output is to add one file.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def find(package: str, name: str, attribute: str) -> Any:
    """The value that the module of *name* declares as *attribute*; None when there is no such module."""
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
    """The values of all modules, by module name. Imports every one of them."""
    for module in iter_modules(import_module(package).__path__):
        yield getattr(import_module(f"{package}.{module.name}"), attribute)
