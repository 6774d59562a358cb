from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.catalog.test_model import PLATFORMS, SERVICES
from tests.unit.given import HEAD, OWN, loaded, planned, wrong
from wsgigen.catalog.model import RELEASES, Application
from wsgigen.errors import UserError
from wsgigen.plan.arrangement import InstanceSpec
from wsgigen.plan.model import Site
from wsgigen.plan.sites import longest_work, resolve
from wsgigen.plan.wanted import ServiceInput

_TLS = {"certificate": "/c.pem", "key": "/k.pem"}


def site(
    tmp_path: Path, name: str = "reports", more: dict[str, Any] | None = None, **profile: Any
) -> Site:
    """The one site of a profile of *name*."""
    service = {**(OWN if name == "reports" else {}), **(more or {})}
    (found,) = planned(tmp_path, **{**profile, "services": {name: service}}).sites
    return found


@pytest.mark.parametrize(
    ("services", "where", "message", "fix"),
    [
        pytest.param(
            {"a": {"application": "a:b", "user": "a"}},
            ("services", "a", "port"),
            "the port of a is not known",
            "give its port",
            id="port",
        ),
        pytest.param(
            {"a": {"application": "a:b", "port": 1}},
            ("services", "a", "user"),
            "the user that a runs as on debian-12 is not known",
            "give its user",
            id="user",
        ),
        pytest.param(
            {"horizon": {"static": {"/static": "/srv"}}},
            ("services", "horizon", "health"),
            "no URL is known that tells whether horizon is healthy",
            "give health: {path: ..., statuses: [...]}",
            id="health",
        ),
        pytest.param(
            {"horizon": {"health": {"path": "/"}}},
            ("services", "horizon", "static"),
            "where the static files of horizon are is not known, and Apache must serve them",
            "give static: {/static: DIRECTORY}, the STATIC_URL and STATIC_ROOT of its settings",
            id="static files",
        ),
        pytest.param(
            {"freezer-api": {"health": {"path": "/"}}},
            ("services", "freezer-api", "mode"),
            "whether freezer-api may run on several nodes is not known",
            "give its mode",
            id="mode",
        ),
        pytest.param(
            {"keystone": {"threads": 2}},
            ("services", "keystone", "threads"),
            "keystone with 2 threads a process: not known to be safe with more",
            "use at most 1, and more processes",
            id="more threads than the service tolerates",
        ),
        pytest.param(
            {"placement": {"config_files": ["/a"]}},
            ("services", "placement", "config_files"),
            "placement cannot be told its configuration files",
            "use environment or arguments, as the application needs",
            id="configuration files that nothing reads",
        ),
        pytest.param(
            {"keystone": {"python_path": ["/a:b"]}},
            ("services", "keystone", "python_path"),
            "python_path holds a colon, which separates its directories",
            "rename the directory",
            id="a colon in python_path",
        ),
        pytest.param(
            {"keystone": {"tls": {**_TLS, "policy": "platform"}}},
            ("services", "keystone", "tls"),
            "debian-12 has no crypto policy for the whole system",
            "use policy: intermediate",
            id="a crypto policy that the platform does not have",
        ),
    ],
)
def test_what_a_service_lacks_is_asked_for_at_its_key(tmp_path, services, where, message, fix):
    (problem,) = wrong(tmp_path, services=services)
    assert (problem.key, problem.message, problem.fix) == (where, message, fix)


@pytest.mark.parametrize(
    ("openstack", "where", "message", "fix"),
    [
        pytest.param(
            None,
            (),
            "the catalogue's services have another entrypoint in each OpenStack release",
            'add openstack: "zed", or the release you run',
            id="none",
        ),
        pytest.param(
            "2029.1",
            ("openstack",),
            "OpenStack 2029.1 is not known",
            f"use one of: {', '.join(RELEASES)}",
            id="not known yet",
        ),
    ],
)
def test_the_release_of_a_catalogued_service(tmp_path, openstack, where, message, fix):
    (problem,) = wrong(tmp_path, openstack=openstack, services={"keystone": {}})
    assert (problem.key, problem.message, problem.fix) == (where, message, fix)


def test_an_application_of_ones_own_needs_no_release(tmp_path):
    assert (
        wrong(
            tmp_path, openstack=None, services={"reports": OWN, "keystone": {"application": "a:b"}}
        )
        == ()
    )


@pytest.mark.parametrize(
    ("name", "release", "module", "callable_", "call"),
    [
        ("keystone", "zed", "keystone.server.wsgi", "initialize_public_application", ()),
        ("keystone", "2024.2", "keystone.server.wsgi", "initialize_public_application", ()),
        ("keystone", "2025.1", "keystone.wsgi.api", "application", None),
        ("keystone", "2026.2", "keystone.wsgi.api", "application", None),
        ("nova-api", "2024.1", "nova.api.openstack.compute.wsgi", "init_application", ()),
        ("nova-api", "2024.2", "nova.wsgi.osapi_compute", "application", None),
    ],
)
def test_the_entrypoint_of_a_release(tmp_path, name, release, module, callable_, call):
    application = site(tmp_path, name, openstack=release).entry.application
    assert (application.module, application.name, application.call) == (module, callable_, call)


@pytest.mark.parametrize(
    ("release", "module"),
    [("2024.2", None), ("2025.1", "a"), ("2025.2", "a"), ("2026.1", None), ("2026.2", "b")],
)
def test_a_release_without_an_entrypoint_is_said(tmp_path, release, module):
    applications = (
        Application("b", since="2026.2"),
        Application("a", since="2025.1", until="2025.2"),
    )
    profile = loaded(tmp_path, openstack=release, services={"placement": {}})
    known = replace(SERVICES["placement"], applications=applications)
    wanted = ServiceInput(
        profile, PLATFORMS["debian-12"], "placement", profile.services["placement"], known
    )
    spec = InstanceSpec("placement", ("placement",))
    if module:
        assert resolve(wanted, spec, PurePosixPath("/etc")).entry.application.module == module
        return
    with pytest.raises(UserError) as error:
        resolve(wanted, spec, PurePosixPath("/etc"))
    (problem,) = error.value.problems
    assert problem.key == ("services", "placement", "application")
    assert problem.message == f"placement has no WSGI entrypoint in OpenStack {release}"


@pytest.mark.parametrize(
    ("written", "module", "name", "call"),
    [("a.b:c", "a.b", "c", None), ("a:make()", "a", "make", ())],
)
def test_an_application_of_ones_own(tmp_path, written, module, name, call):
    application = site(tmp_path, more={"application": written}).entry.application
    assert (application.module, application.name, application.call) == (module, name, call)


@pytest.mark.parametrize(
    ("name", "more", "environment", "arguments"),
    [
        pytest.param("reports", {}, {}, ("reports",), id="nothing by itself"),
        pytest.param(
            "reports",
            {"arguments": ["-v", "-v"], "environment": {"A": "b"}},
            {"A": "b"},
            ("reports", "-v", "-v"),
            id="as written",
        ),
        pytest.param(
            "keystone",
            {},
            {"OS_KEYSTONE_CONFIG_DIR": "/etc/keystone"},
            ("keystone",),
            id="the catalogue's",
        ),
        pytest.param(
            "keystone",
            {"environment": {"OS_KEYSTONE_CONFIG_DIR": "/srv"}},
            {"OS_KEYSTONE_CONFIG_DIR": "/srv"},
            ("keystone",),
            id="the profile's before the catalogue's",
        ),
        pytest.param(
            "keystone",
            {"config_files": ["/a", "/b"]},
            {"OS_KEYSTONE_CONFIG_DIR": "/etc/keystone", "OS_KEYSTONE_CONFIG_FILES": "/a;/b"},
            ("keystone",),
            id="configuration files in a variable",
        ),
        pytest.param(
            "cinder-api",
            {"config_files": ["/a", "/b"]},
            {},
            ("cinder-api", "--config-file", "/a", "--config-file", "/b"),
            id="configuration files as arguments",
        ),
        pytest.param(
            "cinder-api", {"arguments": []}, {}, ("cinder-api",), id="no arguments at all"
        ),
    ],
)
def test_environment_and_arguments(tmp_path, name, more, environment, arguments):
    entry = site(tmp_path, name, more).entry
    assert (dict(entry.environment), entry.arguments) == (environment, arguments)


def test_arguments_of_the_packages_unit_are_kept(tmp_path):
    entry = site(tmp_path, "cinder-api", platform="el-9").entry
    assert entry.arguments[1:] == (
        "--config-file",
        "/usr/share/cinder/cinder-dist.conf",
        "--config-file",
        "/etc/cinder/cinder.conf",
    )


@pytest.mark.parametrize(
    ("listen", "port", "layout", "addresses", "listens"),
    [
        pytest.param("*", 9000, "per-service", ("*:9000",), ("9000",), id="everywhere"),
        pytest.param(
            ["10.0.0.1", "::1"],
            9000,
            "per-service",
            ("10.0.0.1:9000", "[::1]:9000"),
            ("10.0.0.1:9000", "[::1]:9000"),
            id="both families",
        ),
        pytest.param("*", 80, "per-service", ("*:80",), ("80",), id="port 80, an httpd of its own"),
        pytest.param(
            "*",
            80,
            "single",
            ("*:80",),
            (),
            id="port 80, where the platform's httpd listens already",
        ),
        pytest.param("10.0.0.1", 80, "single", ("10.0.0.1:80",), (), id="port 80, one address"),
        pytest.param(
            "*", 9000, "single", ("*:9000",), ("9000",), id="another port of the platform's httpd"
        ),
        pytest.param("*", 443, "single", ("*:443",), ("443",), id="port 443 without TLS"),
    ],
)
def test_addresses(tmp_path, listen, port, layout, addresses, listens):
    found = site(tmp_path, more={"listen": listen, "port": port}, layout=layout)
    assert (found.addresses, found.listens) == (addresses, listens)


def test_the_platforms_tls_port_is_listened_on_once_tls_is_on(tmp_path):
    assert site(tmp_path, more={"port": 443, "tls": _TLS}, layout="single").listens == ()


@pytest.mark.parametrize(
    ("listen", "address", "url"),
    [
        ("*", "127.0.0.1", "http://127.0.0.1:9000"),
        ("0.0.0.0", "127.0.0.1", "http://127.0.0.1:9000"),
        ("::", "::1", "http://[::1]:9000"),
        (["10.0.0.1", "10.0.0.2"], "10.0.0.1", "http://10.0.0.1:9000"),
        ("fd00::1", "fd00::1", "http://[fd00::1]:9000"),
    ],
)
def test_a_probe_asks_where_this_machine_reaches_the_site(tmp_path, listen, address, url):
    found = site(tmp_path, more={"listen": listen})
    assert (found.probe.address, found.url) == (address, url)


@pytest.mark.parametrize(
    ("name", "health", "path", "statuses"),
    [
        pytest.param("reports", {}, "/", (200,), id="an application of ones own"),
        pytest.param("keystone", {}, "/healthcheck", (200,), id="the catalogue's"),
        pytest.param(
            "keystone", {"path": "/v3"}, "/v3", (200,), id="another path has other statuses"
        ),
        pytest.param("keystone", {"statuses": [204]}, "/healthcheck", (204,), id="other statuses"),
        pytest.param("keystone", {"path": "/", "statuses": [200, 300]}, "/", (200, 300), id="both"),
    ],
)
def test_health(tmp_path, name, health, path, statuses):
    probe = site(tmp_path, name, {"health": health}).probe
    assert (probe.path, probe.statuses, probe.interval, probe.timeout, probe.failures) == (
        path,
        statuses,
        10,
        5,
        3,
    )


@pytest.mark.parametrize(
    ("platform", "port", "served"),
    [("local", 80, 10080), ("local", 1023, 11023), ("local", 1024, 1024), ("debian-12", 80, 80)],
)
def test_without_privileges_ports_below_1024_are_shifted(tmp_path, platform, port, served):
    assert site(tmp_path, more={"port": port}, platform=platform).port == served


def test_without_privileges_there_are_no_users_no_tls_and_no_other_addresses(tmp_path):
    found = site(
        tmp_path,
        more={"tls": _TLS, "listen": "10.0.0.1", "supplementary_groups": ["a"], "group": "b"},
        platform="local",
        layout="single",
    )
    assert (
        found.daemon.user,
        found.daemon.group,
        found.daemon.supplementary_groups,
        found.tls,
    ) == ("", "", (), None)
    assert found.addresses == ("127.0.0.1:9000",)


def test_without_privileges_no_user_is_asked_for(tmp_path):
    assert (
        wrong(tmp_path, platform="local", services={"a": {"application": "a:b", "port": 80}}) == ()
    )


def test_shifted_ports_can_clash_too(tmp_path):
    services = {"a": {**OWN, "port": 80}, "b": {**OWN, "port": 10080}}
    assert [one.message for one in wrong(tmp_path, platform="local", services=services)] == [
        "b and a both listen on 127.0.0.1:10080"
    ]


@pytest.mark.parametrize(
    ("name", "more", "user", "group", "home"),
    [
        pytest.param(
            "keystone", {}, "keystone", "keystone", "/var/lib/keystone", id="the package's"
        ),
        pytest.param(
            "keystone",
            {"user": "idp"},
            "idp",
            "idp",
            "/var/lib/idp",
            id="another user brings another group",
        ),
        pytest.param(
            "keystone", {"group": "idp"}, "keystone", "idp", "/var/lib/keystone", id="another group"
        ),
        pytest.param(
            "reports", {"home": "/srv/r"}, "reports", "reports", "/srv/r", id="another home"
        ),
    ],
)
def test_accounts(tmp_path, name, more, user, group, home):
    daemon = site(tmp_path, name, more).daemon
    assert (daemon.user, daemon.group, str(daemon.home)) == (user, group, home)


@pytest.mark.parametrize(
    ("name", "more", "release", "threads"),
    [
        pytest.param("keystone", {}, "2026.1", 1, id="a service of the catalogue"),
        pytest.param("reports", {}, "2026.1", 5, id="an application of ones own"),
        pytest.param("reports", {"threads": 50}, "2026.1", 50, id="as written"),
        pytest.param("nova-api", {"threads": 8}, "2026.1", 8, id="a limit that has ended"),
        pytest.param(
            "keystone",
            {"threads": 8, "application": "a:b"},
            "2026.1",
            8,
            id="another application has no limit",
        ),
    ],
)
def test_threads(tmp_path, name, more, release, threads):
    assert site(tmp_path, name, more, openstack=release).daemon.threads == threads


def test_a_limit_holds_up_to_its_last_release(tmp_path):
    (problem,) = wrong(tmp_path, openstack="2025.2", services={"nova-api": {"threads": 8}})
    assert (
        problem.message
        == "nova-api with 8 threads a process: eventlet is monkey patched in the process"
    )


@given(
    timeout=st.integers(1, 365 * 86400),
    threads=st.integers(1, 1024),
    platform=st.sampled_from(["debian-12", "el-9", "local"]),
)
def test_each_timeout_is_longer_than_the_one_before_it(
    tmp_path_factory, timeout, threads, platform
):
    more = {"timeout": f"{timeout}s", "threads": threads}
    found = site(tmp_path_factory.getbasetemp(), more=more, platform=platform).timeouts
    assert found.request == timeout
    assert found.request < found.client < found.connection < found.balancer
    assert found.request + found.drain <= found.work <= found.request * threads + found.drain


@pytest.mark.parametrize(
    ("threads", "old", "new"),
    [(1, 10, 10), (2, 14, 13), (5, 26, 17), (10, 46, 20)],
)
def test_a_request_alone_goes_on_as_long_as_was_measured(threads, old, new):
    assert (longest_work(4, 6, threads, (4, 9, 4)), longest_work(4, 6, threads, (6, 1, 1))) == (
        old,
        new,
    )
    assert longest_work(4, 6, threads, (5, 0, 2)) == old, "6.0 is the first to count otherwise"


def test_client_work_and_balancer_follow_from_one_number(tmp_path):
    found = site(
        tmp_path, "reports", {"threads": 5, "timeout": "5s", "drain": "30s"}, platform="debian-12"
    ).timeouts
    assert (found.client, found.work, found.balancer) == (15, 55, 25)


@pytest.mark.parametrize(
    ("name", "more", "seconds"),
    [("reports", {}, 60), ("glance-api", {}, 3600), ("glance-api", {"timeout": "5m"}, 300)],
)
def test_the_longest_request(tmp_path, name, more, seconds):
    assert site(tmp_path, name, more).timeouts.request == seconds


@pytest.mark.parametrize(
    ("platform", "policy", "ciphers"),
    [
        ("debian-12", None, ""),
        ("debian-12", "intermediate", ""),
        ("el-9", None, "PROFILE=SYSTEM"),
        ("el-9", "platform", "PROFILE=SYSTEM"),
        ("el-9", "intermediate", ""),
    ],
)
def test_tls_policy(tmp_path, platform, policy, ciphers):
    found = site(
        tmp_path,
        more={"tls": {**_TLS, **({"policy": policy} if policy else {})}},
        platform=platform,
    )
    assert found.tls and found.tls.ciphers == ciphers


@pytest.mark.parametrize(
    ("profile", "service", "has"),
    [(None, None, False), (_TLS, None, True), (_TLS, False, False), (None, _TLS, True)],
)
def test_tls_of_the_profile_and_of_a_service(tmp_path, profile, service, has):
    found = site(tmp_path, more={"tls": service} if service is not None else {}, tls=profile)
    assert (found.tls is not None, found.url.startswith("https:"), found.probe.tls) == (
        has,
        has,
        has,
    )


@pytest.mark.parametrize(
    ("key", "profile", "service", "value"),
    [
        ("server_name", HEAD["server_name"], None, "controller.example.org"),
        ("server_name", HEAD["server_name"], "reports.example.org", "reports.example.org"),
        ("manager", None, None, "systemd"),
        ("manager", "pacemaker", None, "pacemaker"),
        ("manager", "pacemaker", "systemd", "systemd"),
        ("venv", "/opt/all", None, "/opt/all"),
        ("venv", "/opt/all", "/opt/one", "/opt/one"),
        ("venv", None, None, "None"),
    ],
)
def test_a_service_says_it_before_the_profile(tmp_path, key, profile, service, value):
    found = site(tmp_path, more={key: service} if service else {}, **{key: profile})
    assert str(found.daemon.venv if key == "venv" else getattr(found, key)) == value


@pytest.mark.parametrize(
    ("name", "more", "field", "value"),
    [
        ("reports", {}, "max_body", 10 * 1024**2),
        ("glance-api", {}, "max_body", 0),
        ("glance-api", {"max_body": "1MiB"}, "max_body", 1024**2),
        ("reports", {"max_body": "unlimited"}, "max_body", 0),
        ("keystone", {}, "max_header", 65536),
        ("keystone", {"max_header": "1MiB"}, "max_header", 1024**2),
        ("glance-api", {}, "chunked", True),
        ("glance-api", {"chunked": False}, "chunked", False),
        ("reports", {}, "authorization", False),
        ("keystone", {}, "authorization", True),
        ("keystone", {"authorization": False}, "authorization", False),
        ("reports", {"encoded_slashes": True}, "encoded_slashes", True),
        ("keystone", {"mode": "active-passive"}, "mode", "active-passive"),
        ("reports", {}, "mode", "active-active"),
    ],
)
def test_wishes_before_facts(tmp_path, name, more, field, value):
    assert getattr(site(tmp_path, name, more), field) == value


@pytest.mark.parametrize(
    ("layout", "vhost"),
    [
        ("single", "/etc/apache2/sites-available/10-wsgigen-reports.conf"),
        ("per-service", "/etc/wsgigen/reports/reports.conf"),
        ("grouped", "/etc/wsgigen/all/reports.conf"),
    ],
)
def test_where_a_vhost_is(tmp_path, layout, vhost):
    groups = {"all": ["reports"]} if layout == "grouped" else None
    found = site(tmp_path, layout=layout, groups=groups)
    assert str(found.vhost) == vhost
    assert str(found.script) == "/usr/share/wsgigen/wsgi/reports.wsgi"


def test_static_files_must_not_hide_the_application(tmp_path):
    (problem,) = wrong(tmp_path, services={"a": {**OWN, "static": {"/": "/srv/a"}}})
    assert problem.message == "static holds /, which would hide the whole application"


def test_an_application_of_ones_own_needs_no_static_files_of_the_catalogue(tmp_path):
    more = {"application": "dashboard.wsgi:application", "health": {"path": "/"}}
    assert site(tmp_path, "horizon", more).static == {}
