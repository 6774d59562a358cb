from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wsgigen.app.names import completions
from wsgigen.discover.buildable import buildable
from wsgigen.discover.draft import ProfileDraft, merged, text
from wsgigen.discover.found import Found, Unknown
from wsgigen.errors import Problem, UserError
from wsgigen.profile.load import load

_ABOUT = completions()
_GIVEN: dict[str, Any] = {
    "layout": "per-service",
    "platform": "debian-12",
    "openstack": "2026.1",
    "server_name": "controller.example.org",
    "manager": "systemd",
    "listen": (),
    "nodes": (),
    "services": (Found("keystone", "", {}),),
    "unknown": (),
    "about": _ABOUT,
    "schema": "/usr/share/profile.schema.json",
}
_WORDS = st.text("abcxyz019.-:", min_size=1, max_size=12)
_HOSTS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?", fullmatch=True)


@settings(max_examples=150)
@given(
    services=st.lists(
        st.sampled_from(sorted(_ABOUT["services"])), min_size=1, max_size=5, unique=True
    ),
    keys=st.fixed_dictionaries(
        {}, optional={"processes": st.integers(1, 9), "port": st.integers(1, 65535)}
    ),
    listen=st.lists(st.ip_addresses().map(str), max_size=3, unique=True),
    nodes=st.lists(_HOSTS, max_size=3, unique=True),
    host=_HOSTS,
    layout=st.sampled_from(sorted(_ABOUT["layout"])),
    manager=st.sampled_from(["systemd", "pacemaker"]),
    unknown=st.lists(st.builds(Unknown, st.just("/srv/a b.wsgi"), st.just("a.conf:3")), max_size=2),
)
def test_what_is_written_is_what_is_read(
    tmp_path_factory, services, keys, listen, nodes, host, layout, manager, unknown
):
    path = tmp_path_factory.getbasetemp() / "begun.yaml"
    found = tuple(Found(name, "b.conf:1", keys) for name in services)
    more = {
        "layout": layout,
        "manager": manager,
        "server_name": host,
        "listen": tuple(listen),
        "nodes": tuple(nodes),
    }
    path.write_text(
        text(
            ProfileDraft(
                **{
                    **_GIVEN,
                    **more,
                    "services": found,
                    "unknown": tuple(unknown),
                    "omitted": tuple(unknown),
                }
            )
        )
    )
    profile = load(path)[0]
    assert (profile.layout, profile.manager, profile.server_name) == (layout, manager, host)
    assert profile.listen == (tuple(listen) or ("*",))
    assert profile.cluster.nodes == tuple(nodes)
    assert sorted(profile.services) == sorted(services)
    assert all(
        getattr(service, name) == value
        for service in profile.services.values()
        for name, value in keys.items()
    )


def test_the_first_to_know_a_key_decides():
    first = Found("keystone", "a", {"port": 5000, "processes": 3}, catalog_defaults={"port": 5000})
    second = Found(
        "keystone",
        "b",
        {"port": 35357, "processes": 3, "manager": "pacemaker"},
        ("threads: no",),
        {"port": 5000},
    )
    assert merged([first, Unknown("x", "y"), second, Unknown("x", "y")]) == (
        (
            Found(
                *("keystone", "a", {"port": 5000, "processes": 3, "manager": "pacemaker"}),
                *(("port: 35357 (b)", "threads: no"), {"port": 5000}),
            ),
        ),
        (Unknown("x", "y"),),
    )


def test_a_service_that_needs_more_than_is_known_is_left_out():
    draft = ProfileDraft(
        **{**_GIVEN, "services": (Found("keystone", "", {}), Found("horizon", "", {}))}
    )
    problem = Problem("horizon needs this", "give that", key=("services", "horizon"))
    done = buildable(draft, lambda written: [problem] if "\n  horizon:" in written else [])
    assert [found.service for found in done.services] == ["keystone"]
    assert done.omitted == (Unknown("horizon", "horizon needs this: give that"),)
    assert "  # horizon: {} # left out (horizon needs this: give that)" in text(done)


def test_a_key_that_was_found_goes_before_its_service_does():
    draft = ProfileDraft(
        **{**_GIVEN, "services": (Found("keystone", "", {"threads": 4, "processes": 3}),)}
    )
    problem = Problem("too many", "use 1", key=("services", "keystone", "threads"))
    done = buildable(draft, lambda written: [problem] if "threads: 4" in written else [])
    assert (
        "  keystone: # Identity API\n    processes: 3\n    # left out: threads: too many\n"
        in text(done)
    )
    assert done.omitted == ()


def test_what_the_catalogue_has_anyway_is_not_written():
    found = Found(
        "keystone", "", {"port": 5000, "user": "ks"}, (), {"port": 5000, "user": "keystone"}
    )
    assert "  keystone: # Identity API\n    user: ks\n" in text(
        ProfileDraft(**{**_GIVEN, "services": (found,)})
    )


def test_what_is_known_of_another_application_stands_in_its_comment():
    unknown = Unknown(
        "/srv/a\n\x1b.wsgi", "a\x85b.conf:3", (("port", 8080), ("user", "rep"), ("processes", 3))
    )
    written = text(ProfileDraft(**{**_GIVEN, "unknown": (unknown,)}))
    assert "  # /srv/a\\n\\x1b.wsgi, a\\x85b.conf:3:\n" in written
    assert (
        '  # application-1: {application: "module:object", port: 8080, user: rep, processes: 3, mode: active-active}\n'
        in written
    )


@pytest.mark.parametrize("where", [("services", "keystone"), ("platform",)])
def test_what_cannot_be_left_out_is_an_error(where):
    with pytest.raises(UserError, match="wrong"):
        buildable(ProfileDraft(**_GIVEN), lambda _: [Problem("wrong", key=where)])
