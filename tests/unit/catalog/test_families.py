"""The facts that the platforms of a family share, and those that each states itself."""

from functools import partial
from pathlib import Path

import pytest

from wsgigen.catalog import families, platforms
from wsgigen.catalog.choices import Family, PackageFormat
from wsgigen.catalog.families import debian, el, suse
from wsgigen.catalog.model import Platform
from wsgigen.registry import every

PLATFORMS = {platform.name: platform for platform in every("wsgigen.catalog.platforms", "PLATFORM")}
FAMILY_OF = {
    **dict.fromkeys(("debian-12", "debian-13", "ubuntu-24.04", "local"), debian),
    **dict.fromkeys(("el-9", "el-10", "fedora"), el),
    **dict.fromkeys(("sles-15", "opensuse-leap"), suse),
}
#: What every member says itself, since no two have the same.
_OWN = {"name", "title", "httpd_version", "mod_wsgi_version", "openssl_version", "python"}


def differences(platform: Platform, common: partial[Platform]) -> set[str]:
    """Return the fields in which *platform* is not what *common* says."""
    return {name for name, value in common.keywords.items() if getattr(platform, name) != value}


def test_a_rebuild_says_only_how_it_differs() -> None:
    alma = el.COMMON(
        name="alma-9",
        title="AlmaLinux 9",
        httpd_version=(2, 4, 62),
        mod_wsgi_version=(4, 7, 1),
        openssl_version=(3, 5),
        python=(3, 9),
        systemd_version=252,
    )
    assert differences(alma, el.COMMON) == set()
    assert alma.httpd_unit == PLATFORMS["el-9"].httpd_unit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("debian-12", set()),
        ("debian-13", set()),
        ("ubuntu-24.04", {"family"}),
        ("el-9", {"sources"}),
        ("el-10", {"enabled_modules", "sources"}),
        ("fedora", {"enabled_modules", "main_directives", "sources"}),
        ("sles-15", {"sources"}),
        ("opensuse-leap", {"sources"}),
    ],
)
def test_a_platform_differs_from_its_family_where_it_says_so(name: str, expected: set[str]) -> None:
    assert differences(PLATFORMS[name], FAMILY_OF[name].COMMON) == expected


@pytest.mark.parametrize("name", [name for name in PLATFORMS if name != "local"])
def test_a_family_names_the_members_that_its_facts_were_verified_on(name: str) -> None:
    text = Path(str(FAMILY_OF[name].__file__)).read_text()
    assert name in text
    assert "not verified" in text


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_is_short(name: str) -> None:
    (directory,) = platforms.__path__
    path = Path(directory, f"{name.replace('-', '_').replace('.', '_')}.py")
    facts, _, sources = path.read_text().partition("    sources=(")
    assert sources
    assert len(facts.splitlines()) <= 30
    assert set(FAMILY_OF[name].COMMON.keywords).isdisjoint(_OWN)


def test_every_family_is_that_of_a_platform() -> None:
    assert {platform.family for platform in PLATFORMS.values()} == set(Family)
    (directory,) = families.__path__
    modules = {path.stem for path in Path(directory).glob("*.py")} - {"__init__"}
    assert modules == {family.__name__.rpartition(".")[2] for family in FAMILY_OF.values()}


@pytest.mark.parametrize(
    ("name", "packages", "starts", "restarts", "workers"),
    [
        ("debian-12", PackageFormat.DEB, True, True, 2),
        ("ubuntu-24.04", PackageFormat.DEB, True, True, 2),
        ("el-9", PackageFormat.RPM, False, True, 3),
        ("fedora", PackageFormat.RPM, False, True, 3),
        ("opensuse-leap", PackageFormat.RPM, False, None, 3),
    ],
)
def test_what_packages_do_is_a_fact_with_a_name(
    name: str, packages: PackageFormat, starts: bool, restarts: bool | None, workers: int
) -> None:
    platform = PLATFORMS[name]
    assert platform.package_format is packages
    assert platform.starts_units_on_install is starts
    assert platform.restarts_httpd_on_upgrade is restarts
    assert platform.initial_workers == workers
