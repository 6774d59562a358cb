"""Finds where a Python looks for modules, without running any of its code.

Source
    Python documentation: site: .pth files; venv: pyvenv.cfg
    pypa/setuptools, setuptools/command/editable_wheel.py: the finder of an editable installation,
    and its MAPPING
    GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIDaemonProcess.rst: python-home,
    python-path
"""

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from wsgigen.catalog.model import Version
from wsgigen.files.read import read_file
from wsgigen.plan.model import Site

#: Files whose code adds no directory: the shims of setuptools, virtualenv and coverage, and those
#: of old namespace packages, which are found without them.
_HARMLESS = re.compile(r"^(distutils-precedence|_virtualenv|a1_coverage)\.pth$|-nspkg\.pth$")
#: Bytes that are read of a pyvenv.cfg, a .pth file or the finder of an editable installation.
_LARGEST = 1024**2


@dataclass(frozen=True)
class SearchPath:
    """The places where one Python looks for modules."""

    directories: tuple[Path, ...]  #: in this order
    #: from a module's name to its directory, as the finders of editable installations have it
    mapping: dict[str, Path] = field(default_factory=dict)
    #: what may lead to more modules but is not read: .pth files with code, archives, directories
    #: that this user may not read
    opaque: tuple[Path, ...] = ()


def search_path(site: Site, python: Version) -> SearchPath:
    """Return where the daemon processes of *site*, with *python*, look for modules."""
    own = [Path(directory) for directory in site.daemon.python_path]
    # A site without an account runs in place, as the user who verifies, with this Python's modules.
    more = [] if site.daemon.user else [Path(directory) for directory in sys.path if directory]
    return interpreter_path(site.daemon.venv, python, own, more)


def interpreter_path(
    venv: PurePath | str | None,
    python: Version,
    own: Iterable[Path] = (),
    more: Iterable[Path] = (),
) -> SearchPath:
    """Return where *python*, of *venv* or of the platform, looks for modules.

    *own* come before all other directories, *more* after its site directories.
    """
    version = f"python{python[0]}.{python[1]}"
    system = [Path(prefix) / version for prefix in ("/usr/lib", "/usr/lib64", "/usr/local/lib")]
    bases = [*system, *(directory / "lib-dynload" for directory in system)]
    sites: list[Path] = []
    if venv:
        home = _settings(Path(venv)).get("home")
        bases += [Path(home).parent / "lib" / version] if home else []
        sites = [Path(venv) / lib / version / "site-packages" for lib in ("lib", "lib64")]
    if not venv or _settings(Path(venv)).get("include-system-site-packages") == "true":
        sites += _system_sites(version)
    return _with_pth([*own], bases, [*sites, *more])


def _system_sites(version: str) -> list[Path]:
    """Return the site directories of Debian, then those of Fedora, EL and SUSE."""
    debian = [
        Path("/usr/local/lib") / version / "dist-packages",
        Path("/usr/lib/python3/dist-packages"),
    ]
    others = [
        Path(top) / version / "site-packages"
        for top in ("/usr/local/lib64", "/usr/local/lib", "/usr/lib64", "/usr/lib")
    ]
    return [*debian, *others]


def _settings(venv: Path) -> dict[str, str]:
    try:
        lines = _read_text(venv / "pyvenv.cfg").splitlines()
    except OSError:
        return {}
    return {
        key.strip().lower(): value.strip()
        for key, _, value in (line.partition("=") for line in lines)
    }


def _with_pth(own: list[Path], bases: list[Path], sites: list[Path]) -> SearchPath:
    more: list[Path] = []
    mapping: dict[str, Path] = {}
    opaque: list[Path] = []
    for directory in sites:
        more.append(directory)
        for pth in sorted(directory.glob("*.pth")) if os.path.isdir(directory) else ():
            for line in _lines(pth):
                if not re.match(r"import[ \t]", line):
                    more.append(directory / line)
                elif finder := re.match(r"import (__editable__\w+)", line):
                    mapping |= _mapping(directory / f"{finder[1]}.py")
                elif not _HARMLESS.search(pth.name):
                    opaque.append(pth)
    directories = (*own, *bases, *more)
    return SearchPath(directories, mapping, (*opaque, *filter(_is_unreadable, directories)))


def _is_unreadable(directory: Path) -> bool:
    """Return whether *directory* is an archive, or this user may not look into it."""
    may_list = os.access(directory, os.R_OK | os.X_OK)
    return os.path.isfile(directory) or (os.path.exists(directory) and not may_list)


def _lines(pth: Path) -> Iterator[str]:
    try:
        text = _read_text(pth)
    except OSError:
        return
    yield from (
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


def _read_text(path: Path) -> str:
    return read_file(path, _LARGEST).decode(errors="replace")


def _mapping(finder: Path) -> dict[str, Path]:
    """Return the parsed MAPPING in the finder of an editable installation."""
    try:
        tree = ast.parse(_read_text(finder))
    except (OSError, SyntaxError, ValueError):
        return {}
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(target, ast.Name)
            and target.id == "MAPPING"
            and node.value
        ):
            try:
                mapping = ast.literal_eval(node.value)
            except ValueError:
                return {}
            return (
                {str(name): Path(str(location)) for name, location in mapping.items()}
                if isinstance(mapping, dict)
                else {}
            )
    return {}
