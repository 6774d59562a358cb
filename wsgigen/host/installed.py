"""Finds what is installed on this machine: its platform, packages and services."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from wsgigen.catalog.model import Application, Platform, Service, Version
from wsgigen.files.read import read_file
from wsgigen.host import modules
from wsgigen.host.search_path import interpreter_path
from wsgigen.plan.releases import Installed
from wsgigen.profile.model import Profile
from wsgigen.registry import every, find

_PROGRAMS = (
    ("dpkg-query", "--show", "--showformat=${Package} ${Version} ${db:Status-Status}\n"),
    ("rpm", "--query", "--all", "--queryformat=%{NAME} %{VERSION} installed\n"),
)
#: Bytes that are read of os-release.
_LARGEST = 4 * 1024**2
#: The name of a directory that describes an installed Python distribution.
_METADATA = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-py3[.0-9]*)?\.(?:dist|egg)-info")


def platform_name(release: Path = Path("/etc/os-release")) -> str:
    """Return the name of this machine's platform; "" if it is not in the catalogue.

    Source: systemd, man os-release: ID, VERSION_ID, ID_LIKE
    """
    try:
        fields = dict(
            line.replace('"', "").split("=", 1)
            for line in read_file(release, _LARGEST).decode(errors="replace").splitlines()
            if "=" in line
        )
    except OSError:
        return ""
    distribution, release_number = fields.get("ID", ""), fields.get("VERSION_ID", "")
    major = release_number.partition(".")[0]
    candidates = [f"{distribution}-{release_number}", f"{distribution}-{major}", distribution]
    if "rhel" in {distribution, *fields.get("ID_LIKE", "").split()}:
        candidates.append(f"el-{major}")
    names = {platform.name for platform in every("wsgigen.catalog.platforms", "PLATFORM")}
    return next((name for name in candidates if name in names), "")


def packages() -> Mapping[str, str]:
    """Return the version of each installed package by its name, from dpkg or rpm."""
    versions: dict[str, str] = {}
    for command in _PROGRAMS:
        if shutil.which(command[0]):
            completed = subprocess.run(command, capture_output=True, text=True, check=False)
            lines = (line.split() for line in completed.stdout.splitlines())
            versions |= {words[0]: words[1] for words in lines if words[2:] == ["installed"]}
    return versions


def distributions(venv: Path) -> Mapping[str, str]:
    """Return the version of each Python distribution in *venv* by its normalized name.

    No code of *venv* is run.
    Source: PyPA, "Recording installed projects" (NAME-VERSION.dist-info), "Names and
    normalization"; setuptools, .egg-info.
    """
    versions: dict[str, str] = {}
    for directory in venv.glob("lib*/python3.*/site-packages/*-info"):
        if match := _METADATA.fullmatch(directory.name):
            versions[_normalized(match["name"])] = match["version"]
    return versions


def installed(
    wanted: Iterable[tuple[Service, str | None]], platform: Platform
) -> Iterator[Installed]:
    """Yield those of *wanted* that this machine has.

    A service with a virtual environment is looked up there, the others in the platform's packages.
    """
    package_versions = packages()
    for service, venv in wanted:
        account = service.accounts.get(platform.family)
        name = service.distribution if venv else account and account.package
        version = (
            distributions(Path(venv)).get(_normalized(service.distribution))
            if venv
            else package_versions.get(name or "")
        )
        if version:
            source = f"{name} {version} in {venv}" if venv else f"package {name} {version}"
            yield Installed(service, version, source, _modules(service, venv, platform.python[:2]))


def installed_of(profile: Profile) -> Mapping[str, Installed] | None:
    """Return those of the profile's services that this machine has, by name.

    None if this machine is not of the profile's platform.
    """
    platform: Platform | None = find("wsgigen.catalog.platforms", profile.platform, "PLATFORM")
    if platform is None or platform.name != platform_name():
        return None
    requests = (
        (find("wsgigen.catalog.services", name, "SERVICE"), request)
        for name, request in profile.services.items()
    )
    wanted = [(service, request.venv or profile.venv) for service, request in requests if service]
    if not wanted:
        return {}
    return {present.service.name: present for present in installed(wanted, platform)}


def _modules(service: Service, venv: str | None, python: Version) -> frozenset[str] | None:
    """Return which modules of the service's entrypoints *python* would find.

    None if a module that is not found may be elsewhere.
    """
    path = interpreter_path(venv, python)
    names = {application.module for application in service.applications}
    tops = [modules.find(Application(name.partition(".")[0]), path, python) for name in names]
    # A package with an __init__ is in one directory: what it lacks is nowhere else.
    if not all(top and top.is_file() for top in tops):
        return None
    return frozenset(name for name in names if modules.find(Application(name), path, python))


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
