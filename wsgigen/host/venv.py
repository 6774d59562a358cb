"""Compares the Python of virtual environments with that of mod_wsgi."""

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
    """Return major and minor version of the Python of *venv*; None if it is missing.

    Source: python/cpython, Lib/venv/__init__.py, the keys of pyvenv.cfg.
    """
    try:
        text = read_file(venv / "pyvenv.cfg", _LARGEST).decode(errors="replace")
    except OSError:
        return None
    match = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", text, re.M)
    return (int(match[1]), int(match[2])) if match else None


def mismatched(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each site whose venv has another Python than mod_wsgi.

    Its application would not be imported, or would crash.
    """
    wanted = plan.platform.python[:2]
    for site in plan.sites:
        venv = site.daemon.venv
        made_with = version(Path(venv)) if venv else None
        if made_with and made_with != wanted:
            yield Problem(
                f"{venv} has Python {_dotted(made_with)}, mod_wsgi has {_dotted(wanted)}",
                f"make it again with python{_dotted(wanted)} -m venv",
                ("services", site.service, "venv"),
            )


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))
