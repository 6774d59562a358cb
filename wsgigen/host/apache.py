"""Finds the Apache of this machine, and what it is made of."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePath

from wsgigen.catalog.model import Version
from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import read_file

#: httpd binaries and the directories of their modules: Debian, EL and Fedora, SUSE.
_SYSTEM = (
    ("apache2", "/usr/lib/apache2/modules"),
    ("httpd", "/usr/lib64/httpd/modules"),
    ("httpd", "/etc/httpd/modules"),
    ("httpd-event", "/usr/lib64/apache2"),
    ("httpd", "/usr/lib64/apache2"),
)

#: Bytes that are read of a mod_wsgi.so.
_LARGEST = 64 * 1024**2


@dataclass(frozen=True)
class Apache:
    """One httpd with mod_wsgi, as it is installed on this machine."""

    name: str  #: system or embedded
    httpd: Path
    modules: Path
    mod_wsgi: Path
    rotatelogs: Path
    httpd_version: Version
    mod_wsgi_version: Version
    python: Version
    static: frozenset[str]  #: modules that are compiled into httpd: `ssl_module`


def find(name: str | None = None) -> Apache:
    """Return the system's Apache, or else the embedded one from PyPI.

    *name* asks for one of them.

    Raises UserError if no Apache with mod_wsgi is found, or if the embedded one was compiled for
    another Python.
    """
    for apache in _candidates():
        if name in (None, apache.name):
            if apache.name == "embedded" and (libraries := foreign(apache.mod_wsgi)):
                raise UserError([_foreign(apache.mod_wsgi, *libraries)])
            return apache
    raise UserError(
        [
            Problem(
                f"no {name + ' ' if name else ''}Apache with mod_wsgi was found on this machine",
                "install apache2 and libapache2-mod-wsgi-py3 (httpd and python3-mod_wsgi),"
                " or pip install wsgigen[embedded]",
            )
        ]
    )


def foreign(mod_wsgi: Path) -> tuple[Path, Path] | None:
    """Return the libpython that mod_wsgi loads and that of this Python, if they differ.

    Wheels for two Pythons of one version have the same tag, so pip's cache may hand out the wheel
    of the other Python.
    """
    own = Path(str(sysconfig.get_config_var("LIBDIR")), str(sysconfig.get_config_var("INSTSONAME")))
    ldd = shutil.which("ldd")
    listed = (
        subprocess.run([ldd, mod_wsgi], capture_output=True, text=True, check=False).stdout
        if ldd
        else ""
    )
    loaded = re.search(r"libpython3\S* => (/\S+)", listed)
    if not loaded or not own.exists() or os.path.samefile(loaded[1], own):
        return None
    return Path(loaded[1]), own


def _foreign(mod_wsgi: Path, loaded: Path, own: Path) -> Problem:
    return Problem(
        f"was compiled for another Python: it loads {loaded}, and {sys.executable} has {own}",
        "pip install --force-reinstall --no-cache-dir"
        " --no-binary mod_wsgi-httpd,mod_wsgi-standalone mod_wsgi-standalone",
        location=Location(str(mod_wsgi)),
    )


def environment(modules: PurePath) -> dict[str, str]:
    """Return this environment with the libraries of the httpd of *modules*.

    The binaries of mod_wsgi-httpd look for their libraries only in the directory where pip compiled
    them, which is gone; so the libraries next to them come first.
    Source: GrahamDumpleton/mod_wsgi-httpd, setup.py.
    """
    libraries = Path(modules).parent / "lib"
    if not (libraries / "libapr-1.so.0").exists():
        return {**os.environ}
    paths = (str(libraries), os.environ.get("LD_LIBRARY_PATH"))
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(filter(None, paths))}


def _candidates() -> Iterator[Apache]:
    path = os.pathsep.join(("/usr/sbin", "/usr/local/sbin", os.environ.get("PATH", "")))
    for binary, directory in _SYSTEM:
        httpd, modules = shutil.which(binary, path=path), Path(directory)
        mod_wsgi = next(iter(sorted(modules.glob("mod_wsgi*.so"))), None)
        rotatelogs = shutil.which("rotatelogs", path=path)
        if httpd and mod_wsgi and rotatelogs:
            yield _apache("system", Path(httpd), modules, mod_wsgi, Path(rotatelogs))
    package, server = find_spec("mod_wsgi_packages"), find_spec("mod_wsgi")
    if (
        package
        and server
        and package.submodule_search_locations
        and server.submodule_search_locations
    ):
        top = Path(package.submodule_search_locations[0]) / "httpd"
        mod_wsgi = next(
            Path(server.submodule_search_locations[0]).glob("server/mod_wsgi*.so"), None
        )
        if mod_wsgi and (top / "bin/httpd").exists():
            yield _apache(
                "embedded", top / "bin/httpd", top / "modules", mod_wsgi, top / "bin/rotatelogs"
            )


def _apache(name: str, httpd: Path, modules: Path, mod_wsgi: Path, rotatelogs: Path) -> Apache:
    version = re.search(r"Apache/([\d.]+)", _output(modules, httpd, "-v"))
    static = re.findall(r"^\s+(?:mod_)?(\w+)\.c$", _output(modules, httpd, "-l"), re.M)
    binary = read_file(mod_wsgi, _LARGEST)
    wsgi = re.search(rb"\0([4-9]\.\d+\.\d+)\0", binary)
    python = re.search(rb"libpython3\.(\d+)", binary)
    return Apache(
        name,
        httpd,
        modules,
        mod_wsgi,
        rotatelogs,
        _version(version[1] if version else "2.4"),
        _version(wsgi[1].decode() if wsgi else "4.5.24"),
        (3, int(python[1])) if python else sys.version_info[:2],
        frozenset(f"{name}_module" for name in static),
    )


def _output(modules: Path, *command: object) -> str:
    words = [str(word) for word in command]
    return subprocess.run(
        words, capture_output=True, text=True, check=False, env=environment(modules)
    ).stdout


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))
