"""Compares virtual environments with the Python that mod_wsgi was built for, where both are on this machine."""

import re
from collections.abc import Iterator
from pathlib import Path

from wsgigen.catalog.model import Version
from wsgigen.errors import Problem
from wsgigen.files.read import read_file
from wsgigen.plan.model import Plan

#: Bytes of a pyvenv.cfg.
_LARGEST = 64 * 1024


def version(venv: Path) -> Version | None:
    """Major and minor version of the Python that made *venv*; None where that cannot be known here.

    Source: python/cpython, Lib/venv/__init__.py, the keys of pyvenv.cfg.
    """
    try:
        text = read_file(venv / "pyvenv.cfg", _LARGEST).decode(errors="replace")
    except OSError:
        return None
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", text, re.M)
    return (int(found[1]), int(found[2])) if found else None


def mismatched(plan: Plan) -> Iterator[Problem]:
    """Sites whose application lives with another Python than mod_wsgi's: it would not import, or crash."""
    wanted = plan.platform.python
    for site in plan.sites:
        if site.daemon.venv:
            found = version(Path(site.daemon.venv))
            if found and found != wanted[:2]:
                message = f"{site.daemon.venv} is of Python {found[0]}.{found[1]}, mod_wsgi of {wanted[0]}.{wanted[1]}"
                yield Problem(
                    message,
                    f"make it again with python{wanted[0]}.{wanted[1]} -m venv",
                    ("services", site.service, "venv"),
                )
