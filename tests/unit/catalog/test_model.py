"""Every service and every platform there is, and whoever adds one has it tested by that alone."""

import ast
import re
from pathlib import Path, PurePosixPath

import pytest

from wsgigen.catalog import services
from wsgigen.catalog.choices import Family
from wsgigen.catalog.model import RELEASES, Application, Health, Platform, Service
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.profile import kinds
from wsgigen.registry import every

SERVICES = {one.name: one for one in every("wsgigen.catalog.services", "SERVICE")}
PLATFORMS = {one.name: one for one in every("wsgigen.catalog.platforms", "PLATFORM")}
_WORD = re.compile(r"[\w@.-]+", re.ASCII)


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> Service:
    found: Service = SERVICES[request.param]
    return found


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> Platform:
    found: Platform = PLATFORMS[request.param]
    return found


def test_releases_are_in_order():
    assert list(RELEASES[1:]) == sorted(RELEASES[1:])
    assert all(kinds.RELEASE.read(release) for release in RELEASES)


def test_a_service_has_a_name_that_a_profile_may_use(service):
    assert kinds.NAME.read(service.name) == service.name
    assert service.title
    assert service.project
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", service.distribution)


def test_a_service_names_its_sources(service):
    (directory,) = services.__path__
    text = Path(directory, f"{re.sub('[-.]', '_', service.name)}.py").read_text()
    page = ast.get_docstring(ast.parse(text)) or ""
    _, _, sources = page.partition("\nSource")
    assert service.sources or re.search(r"^ {0,4}\S.*(\d|https://)", sources, re.M), (
        "a version, a commit or an address"
    )


def test_an_entrypoint_is_one_for_each_release(service):
    assert service.applications
    for release in range(len(RELEASES)):
        fitting = [
            one
            for one in service.applications
            if RELEASES.index(one.since) <= release <= RELEASES.index(one.until)
        ]
        assert len(fitting) <= 1, RELEASES[release]


def test_an_entrypoint_is_a_name_of_python(service):
    for one in service.applications:
        assert kinds.APPLICATION.read(f"{one.module}:{one.name}")
        assert one.item is None or one.call is not None, "only what is called returns a tuple"
        assert not one.file or (one.call is None and not PurePosixPath(one.file).is_absolute())


def test_an_account_is_unprivileged_and_complete(service):
    assert set(service.accounts) <= set(Family)
    for account in service.accounts.values():
        assert (account.user is None) == (account.group is None)
        assert all(
            kinds.ACCOUNT.read(name) == name for name in (account.user, account.group) if name
        )
        assert account.unit is None or account.unit.endswith(".service")
        assert account.site is None or kinds.PATH.read(account.site)
        assert account.package is None or _WORD.fullmatch(account.package)
        assert all(kinds.WORDS.read(word) == word for word in account.arguments)


def test_what_is_known_of_health_is_a_request(service):
    health: Health | None = service.health
    assert service.port is None or kinds.PORT.read(service.port)
    assert health is None or (
        kinds.URL_PATH.read(health.path)
        and all(map(kinds.STATUS.read, health.statuses))
        and health.statuses
    )


def test_configuration_can_be_written_down(service):
    assert all(kinds.PATH.read(path) for path in service.config.files)
    assert all(
        kinds.VARIABLE.read(name) and kinds.WORDS.read(value)
        for name, value in service.config.environment.items()
    )
    assert not service.config.variable or kinds.VARIABLE.read(service.config.variable)


def test_sizes_and_limits_are_in_range(service):
    assert service.mode in (None, "active-active", "active-passive")
    assert all(
        one.mode in (None, "active-active", "active-passive") and one.name
        for one in service.companions
    )
    assert service.timeout > 0
    assert service.max_body >= 0
    assert 0 < service.max_header <= 2**20
    assert 0 < service.max_response_header <= 2**20
    assert service.max_fields is None or service.max_fields > 0
    assert all(one.most >= 1 and one.why and one.until in RELEASES for one in service.thread_limits)


def test_words_fit_on_one_line(service):
    words = [
        service.title,
        *service.needs,
        *service.needs_to_start,
        *service.notes,
        service.config.note,
    ]
    words += [one.note for one in service.companions]
    assert all(word.isprintable() and len(word) < 200 for word in words)
    assert "" not in words[: -1 - len(service.companions)]


def test_names_are_those_of_one_thing():
    assert not {one.name for one in UNSUPPORTED} & set(SERVICES)
    assert all(
        kinds.NAME.read(one.name) and one.why and one.instead and one.sources for one in UNSUPPORTED
    )


def test_two_services_share_a_default_port_only_when_they_never_meet():
    ports: dict[int, set[str]] = {}
    for one in SERVICES.values():
        if one.port:
            ports.setdefault(one.port, set()).add(one.name)
    assert {port: names for port, names in ports.items() if len(names) > 1} == {}


def test_a_platform_has_a_name_that_a_profile_may_use(platform):
    assert kinds.PLATFORM.read(platform.name) == platform.name
    assert platform.title
    assert platform.family in Family
    assert platform.sources


def test_paths_of_a_platform_can_be_written_down(platform):
    paths = {
        name: value for name, value in vars(platform).items() if isinstance(value, PurePosixPath)
    }
    assert {"httpd", "etc", "units"} <= set(paths)
    assert all(kinds.PATH.read(str(path)) for path in paths.values())
    assert not platform.wsgi_module.startswith("/") or kinds.PATH.read(platform.wsgi_module)


def test_versions_of_a_platform_are_numbers(platform):
    assert platform.httpd_version >= (2, 4)
    assert platform.mod_wsgi_version >= (4, 5)
    assert platform.openssl_version >= (1, 1)
    assert platform.python >= (3, 6)
    assert platform.systemd_version >= 239


def test_accounts_and_units_of_a_platform(platform):
    assert kinds.ACCOUNT.read(platform.user)
    assert kinds.ACCOUNT.read(platform.group)
    assert platform.httpd_unit.endswith(".service")
    assert platform.httpd_type in ("forking", "notify", "simple", "exec")
    assert platform.packages["httpd"]
    assert platform.packages["mod_wsgi"]
    assert all(map(_WORD.fullmatch, platform.packages.values()))


def test_modules_of_a_platform_are_identifiers(platform):
    assert all(
        re.fullmatch(r"[a-z0-9_]+_module", name)
        for name in platform.static_modules | platform.enabled_modules
    )
    assert all(re.fullmatch(r"[A-Z]\w+", name) for name in platform.main_directives)
    assert {"core_module", "so_module"} <= platform.static_modules


def test_ports_of_a_platform(platform):
    assert all(map(kinds.PORT.read, platform.main_ports | platform.tls_ports))
    assert platform.max_request_workers > platform.initial_workers > 0


def test_only_local_is_unprivileged():
    assert [name for name, one in PLATFORMS.items() if not one.privileged] == ["local"]


def test_an_application_holds_in_every_release_unless_it_says_otherwise():
    assert (Application("a").since, Application("a").until) == (RELEASES[0], RELEASES[-1])
