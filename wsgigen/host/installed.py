"""What is installed on this machine."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from wsgigen.catalog.model import Application, Platform, Service, Version
from wsgigen.errors import Location, Problem, UserError
from wsgigen.files.read import TooLarge, read_file, read_names
from wsgigen.host import modules
from wsgigen.plan.releases import Installed
from wsgigen.profile.model import Profile
from wsgigen.registry import every, find

#: Where distributions keep vhosts that are in use.
_VHOSTS = (
    "apache2/sites-enabled",
    "apache2/conf-enabled",
    "apache2/vhosts.d",
    "apache2/conf.d",
    "httpd/conf.d",
)
_PROGRAMS = (
    ("dpkg-query", "--show", "--showformat=${Package} ${Version} ${db:Status-Status}\n"),
    ("rpm", "--query", "--all", "--queryformat=%{NAME} %{VERSION} installed\n"),
)
#: Bytes of os-release, and of all of Apache's configuration; names in one of its directories.
_LARGEST, _MOST = 4 * 1024**2, 20_000
_NAME_FEWER = "name the vhosts of the services with --vhosts"
#: The directory that tells of a distribution.
_METADATA = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-py3[.0-9]*)?\.(?:dist|egg)-info")


def platform_name(release: Path = Path("/etc/os-release")) -> str:
    """The name of this machine's platform; empty where wsgigen has none.

    Source: systemd, man os-release: ID, VERSION_ID, ID_LIKE
    """
    try:
        words = dict(
            line.replace('"', "").split("=", 1)
            for line in read_file(release, _LARGEST).decode(errors="replace").splitlines()
            if "=" in line
        )
    except OSError:
        return ""
    major = words.get("VERSION_ID", "").partition(".")[0]
    known = {one.name for one in every("wsgigen.catalog.platforms", "PLATFORM")}
    like = {words.get("ID", ""), *words.get("ID_LIKE", "").split()}
    guesses = [
        f"{words.get('ID')}-{words.get('VERSION_ID')}",
        f"{words.get('ID')}-{major}",
        words.get("ID", ""),
    ]
    guesses += [f"el-{major}"] if "rhel" in like else []
    return next((guess for guess in guesses if guess in known), "")


def packages() -> Mapping[str, str]:
    """Return the version of each package that is installed, by its name, whichever of dpkg and rpm says so."""
    found: dict[str, str] = {}
    for command in _PROGRAMS:
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            lines = (line.split() for line in done.stdout.splitlines())
            found |= {words[0]: words[1] for words in lines if words[2:] == ["installed"]}
    return found


def distributions(venv: Path) -> Mapping[str, str]:
    """Return the version of each Python distribution in *venv*, by its normalized name, without running any code of it.

    Source: PyPA, "Recording installed projects" (NAME-VERSION.dist-info), "Names and normalization"; setuptools, .egg-info.
    """
    found: dict[str, str] = {}
    for directory in venv.glob("lib*/python3.*/site-packages/*-info"):
        if named := _METADATA.fullmatch(directory.name):
            found[_normalized(named["name"])] = named["version"]
    return found


def installed(
    wanted: Iterable[tuple[Service, str | None]], platform: Platform
) -> Iterator[Installed]:
    """Yield each service that this machine has: of its virtual environment where one is named, else of the platform's packages."""
    there = packages()
    for service, venv in wanted:
        account = service.accounts.get(platform.family)
        name = service.distribution if venv else account and account.package
        version = (
            distributions(Path(venv)).get(_normalized(service.distribution))
            if venv
            else there.get(name or "")
        )
        if version:
            source = f"{name} {version} in {venv}" if venv else f"package {name} {version}"
            yield Installed(service, version, source, _modules(service, venv, platform.python[:2]))


def installed_of(profile: Profile) -> Mapping[str, Installed] | None:
    """Return what this machine has of the profile's services, by name; None where it is not of the profile's platform."""
    platform: Platform | None = find("wsgigen.catalog.platforms", profile.platform, "PLATFORM")
    if platform is None or platform.name != platform_name():
        return None
    known = (
        (find("wsgigen.catalog.services", name, "SERVICE"), request)
        for name, request in profile.services.items()
    )
    wanted = [(service, request.venv or profile.venv) for service, request in known if service]
    return {one.service.name: one for one in installed(wanted, platform)} if wanted else {}


def _modules(service: Service, venv: str | None, python: Version) -> frozenset[str] | None:
    """Return the modules of the service's entrypoints that *python* would find; None where what is not found may be elsewhere."""
    path = modules.interpreter_path(venv, python)
    names = {application.module for application in service.applications}
    tops = [modules.find(Application(name.partition(".")[0]), path, python) for name in names]
    if not all(
        top and top.is_file() for top in tops
    ):  # what a package with an __init__ lacks, no other directory has
        return None
    return frozenset(name for name in names if modules.find(Application(name), path, python))


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def vhosts(etc: Path = Path("/etc")) -> tuple[Path, ...]:
    """The directories with this machine's vhosts."""
    return tuple(etc / name for name in _VHOSTS if (etc / name).is_dir())


def configuration(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield name and content of each file; of a directory those named `*.conf`. Raises UserError for what cannot be read."""
    total = 0
    for path in paths:
        try:
            for file in _files(path):
                content = read_file(file, _LARGEST - total, may_be_pipe=True)
                total += len(content)
                yield str(file), content.decode(errors="replace")
        except TooLarge as error:
            message = f"is more than {_LARGEST} bytes of configuration, with the files before it"
            location = Location(str(error.filename))
            raise UserError([Problem(message, _NAME_FEWER, location=location)]) from None
        except OSError as error:
            location = Location(str(error.filename or path))
            message = f"cannot be read: {error.strerror}"
            raise UserError([Problem(message, _NAME_FEWER, location=location)]) from None


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [path / name for name in read_names(path, _MOST) if name.endswith(".conf")]
