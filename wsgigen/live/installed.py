"""What is installed on this machine."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from wsgigen.catalogue import every
from wsgigen.problem import Place, Problem, UserError

#: Where distributions keep vhosts that are in use.
_VHOSTS = ("apache2/sites-enabled", "apache2/conf-enabled", "apache2/vhosts.d", "apache2/conf.d", "httpd/conf.d")
_PROGRAMS = (
    ("dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n"),
    ("rpm", "--query", "--all", "--queryformat=%{NAME} installed\n"),
)


def platform_name(release: Path = Path("/etc/os-release")) -> str:
    """The name of this machine's platform; empty where wsgigen has none.

    Source: systemd, man os-release: ID, VERSION_ID, ID_LIKE
    """
    try:
        words = dict(line.replace('"', "").split("=", 1) for line in release.read_text().splitlines() if "=" in line)
    except OSError:
        return ""
    major = words.get("VERSION_ID", "").partition(".")[0]
    known = {one.name for one in every("wsgigen.plan.platforms", "PLATFORM")}
    like = {words.get("ID", ""), *words.get("ID_LIKE", "").split()}
    guesses = [f"{words.get('ID')}-{words.get('VERSION_ID')}", f"{words.get('ID')}-{major}", words.get("ID", "")]
    guesses += [f"el-{major}"] if "rhel" in like else []
    return next((guess for guess in guesses if guess in known), "")


def packages() -> frozenset[str]:
    """The names of the packages that are installed, whichever of dpkg and rpm says so."""
    found: set[str] = set()
    for command in _PROGRAMS:
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            found |= {line.split()[0] for line in done.stdout.splitlines() if line.endswith(" installed")}
    return frozenset(found)


def vhosts(etc: Path = Path("/etc")) -> tuple[Path, ...]:
    """The directories with this machine's vhosts."""
    return tuple(etc / name for name in _VHOSTS if (etc / name).is_dir())


def configuration(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Name and content of each file; of a directory those named `*.conf`. Raises UserError for what cannot be read."""
    for path in paths:
        for one in sorted(path.glob("*.conf")) if path.is_dir() else (path,):
            try:
                yield str(one), one.read_text(errors="replace")
            except OSError as error:
                raise UserError([Problem(f"cannot be read: {error.strerror}", "name Apache's vhosts", place=Place(str(one)))]) from None
