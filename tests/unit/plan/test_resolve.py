from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from tests.unit.catalog.test_model import PLATFORMS, SERVICES
from tests.unit.given import OWN, loaded, planned, wrong
from wsgigen.catalog.unsupported import UNSUPPORTED
from wsgigen.errors import Problem, UserError
from wsgigen.plan.resolve import platform_of, resolve

_LAYOUTS = ("single", "per-service", "grouped")


def own(**more: Any) -> dict[str, Any]:
    return {**OWN, **more}


def shown(problems: Iterable[Problem]) -> list[tuple[tuple[str | int, ...], str, str]]:
    return [(one.key, one.message, one.fix) for one in problems]


@pytest.mark.parametrize(
    ("keys", "handover"),
    [
        ({}, True),
        ({"reload": "handover"}, True),
        ({"reload": "recycle"}, False),
        ({"layout": "single"}, False),
        ({"layout": "single", "reload": "recycle"}, False),
        ({"layout": "single", "reload": "handover"}, True),
        ({"layout": "single", "reload": "handover", "platform": "ubuntu-24.04"}, True),
        ({"platform": "el-9", "reload": "handover"}, True),
        ({"platform": "local", "reload": "handover"}, False),
    ],
)
def test_a_reload_hands_over_where_the_profile_or_the_unit_says_so(tmp_path, keys, handover):
    plan = planned(tmp_path, services={"reports": OWN}, openstack=None, **keys)
    assert {bool(instance.slots) for instance in plan.instances} == {handover}


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        pytest.param(
            {"platform": "el-9", "layout": "single", "reload": "handover"},
            [
                (
                    ("reload",),
                    "a handover of httpd.service on RHEL 9 and its rebuilds is not verified",
                    "leave reload out, or set layout: per-service, whose units all hand over",
                )
            ],
            id="a handover of an Apache that is not known",
        ),
        pytest.param(
            {"platform": "debian12"},
            [
                (
                    ("platform",),
                    "debian12 is not a platform that wsgigen knows",
                    "did you mean debian-12?",
                )
            ],
            id="unknown platform, one near",
        ),
        pytest.param(
            {"platform": "x"},
            [
                (
                    ("platform",),
                    "x is not a platform that wsgigen knows",
                    f"use one of: {', '.join(sorted(PLATFORMS))}",
                )
            ],
            id="unknown platform, none near",
        ),
        pytest.param(
            {"layout": "per-servce"},
            [
                (
                    ("layout",),
                    "per-servce is not a layout that wsgigen knows",
                    "did you mean per-service?",
                )
            ],
            id="unknown layout",
        ),
        pytest.param(
            {"services": {"keystnoe": {}}},
            [
                (
                    ("services", "keystnoe"),
                    "keystnoe is not in the catalogue",
                    "did you mean keystone?; for an application of your own give application and port",
                )
            ],
            id="unknown service",
        ),
        pytest.param(
            {"services": {}},
            [
                (
                    ("services",),
                    "the profile has no services",
                    "add services: {keystone: {}}, or another",
                )
            ],
            id="no services",
        ),
        pytest.param(
            {"layout": "per-service", "groups": {"identity": ["keystone"]}},
            [
                (
                    ("groups",),
                    "groups mean nothing in the layout per-service",
                    "use layout: grouped, or remove groups",
                )
            ],
            id="groups in another layout",
        ),
        pytest.param(
            {"layout": "single", "groups": {"identity": ["keystone"]}},
            [
                (
                    ("groups",),
                    "groups mean nothing in the layout single",
                    "use layout: grouped, or remove groups",
                )
            ],
            id="groups in the layout single",
        ),
        pytest.param(
            {"layout": "grouped", "groups": {"a": ["keystone", "keyston"], "b": []}},
            [
                (
                    ("groups", "a", 1),
                    "the group a holds keyston, which is no service of this profile",
                    "did you mean keystone?",
                ),
                (("groups", "b"), "the group b has no services", "name its services, or remove it"),
            ],
            id="unknown member and an empty group",
        ),
        pytest.param(
            {"layout": "grouped", "groups": {"a": ["keystone"], "b": ["placement", "keystone"]}},
            [
                (
                    ("groups", "b", 1),
                    "keystone is in the groups a and b",
                    "a service has one instance: keep it in one group",
                )
            ],
            id="one service in two groups",
        ),
        pytest.param(
            {"layout": "grouped", "groups": {"placement": ["keystone"]}},
            [
                (
                    ("groups", "placement"),
                    "the group placement has the name of a service with an instance of its own",
                    "rename the group, or put the service into it",
                )
            ],
            id="a group with the name of another service",
        ),
        pytest.param(
            {"layout": "grouped", "groups": {"placement": ["placement", "keystone"]}},
            [],
            id="a group with the name of a service of its own",
        ),
        pytest.param(
            {"services": {"keystone": {}, "zzzzz": {}, "reports": own(port=5000)}},
            [
                (("services", "zzzzz"), "zzzzz is not in the catalogue", None),
                (
                    ("services", "reports"),
                    "reports and keystone both listen on *:5000",
                    "give one of them another port, or another listen",
                ),
            ],
            id="problems of several services at once",
        ),
    ],
)
def test_what_is_wrong(tmp_path, more, problems):
    found = wrong(tmp_path, **more)
    assert [
        (where, message, fix and one.fix)
        for (where, message, fix), one in zip(problems, found, strict=True)
    ] == problems
    assert [(one.key, one.message) for one in found] == [
        (where, message) for where, message, _ in problems
    ]


@pytest.mark.parametrize("refused", UNSUPPORTED, ids=lambda one: one.name)
def test_an_api_that_cannot_run_here_is_refused_by_name(tmp_path, refused):
    (problem,) = wrong(tmp_path, services={refused.name: {}})
    assert problem.key == ("services", refused.name)
    assert problem.message == f"{refused.name} cannot run under mod_wsgi: {refused.why}"
    assert problem.fix == refused.instead


def test_an_application_of_ones_own_may_have_the_name_of_a_refused_api(tmp_path):
    assert (
        planned(tmp_path, services={UNSUPPORTED[0].name: OWN}).sites[0].entry.application.module
        == "reports.wsgi"
    )


@pytest.mark.parametrize(
    ("platform", "layout", "name"), list(product(PLATFORMS, _LAYOUTS, SERVICES))
)
def test_every_service_resolves_on_every_platform_or_says_what_it_lacks(
    tmp_path, platform, layout, name
):
    problems = wrong(tmp_path, platform=platform, layout=layout, services={name: {}})
    assert all(one.key[:2] == ("services", name) and one.fix for one in problems)
    given = {
        "port": 4711,
        "user": "someone",
        "mode": "active-active",
        "health": {"path": "/", "statuses": [200]},
        "static": {"/static": "/srv/static"},
    }
    (site,) = planned(tmp_path, platform=platform, layout=layout, services={name: given}).sites
    assert site.port == 4711
    assert site.entry.arguments[0] == name


def test_a_plan_has_every_service_once_in_the_profiles_order(tmp_path):
    services = {"reports": OWN, "placement": {}, "keystone": {}}
    for layout in _LAYOUTS:
        plan = planned(tmp_path, layout=layout, services=services)
        assert [site.service for site in plan.sites] == list(services)
        assert plan.layout == layout
        assert plan.profile == "controller"


@pytest.mark.parametrize(
    ("layout", "groups", "instances"),
    [
        (
            "single",
            None,
            [
                (
                    "apache2.service",
                    False,
                    "/etc/apache2/conf-available/00-wsgigen.conf",
                    ["keystone", "placement"],
                )
            ],
        ),
        (
            "per-service",
            None,
            [
                ("wsgi-keystone.service", True, "/etc/wsgigen/keystone/httpd.conf", ["keystone"]),
                (
                    "wsgi-placement.service",
                    True,
                    "/etc/wsgigen/placement/httpd.conf",
                    ["placement"],
                ),
            ],
        ),
        (
            "grouped",
            {"ab": ["placement", "keystone"]},
            [("wsgi-ab.service", True, "/etc/wsgigen/ab/httpd.conf", ["placement", "keystone"])],
        ),
    ],
)
def test_layouts(tmp_path, layout, groups, instances):
    plan = planned(tmp_path, layout=layout, groups=groups)
    assert [
        (one.unit, one.dedicated, str(one.config), [site.service for site in one.sites])
        for one in plan.instances
    ] == instances


def test_notes_tell_when_the_platforms_apache_is_too_small(tmp_path):
    small = planned(tmp_path, layout="single")
    large = planned(tmp_path, layout="single", services={"keystone": {"processes": 200}})
    assert small.notes == ()
    assert large.notes == (
        "apache2.service holds 150 requests at once as debian-12 ships it; these services want MaxRequestWorkers 325 "
        "in the platform's own MPM configuration",
    )
    assert planned(tmp_path, services={"keystone": {"processes": 200}}).notes == (), (
        "an instance of its own is as large as it needs"
    )


def test_notes_tell_when_one_service_makes_pacemaker_manage_others(tmp_path):
    services = {"keystone": {"manager": "pacemaker"}, "placement": {}}
    shared = planned(
        tmp_path, layout="grouped", groups={"ab": ["keystone", "placement"]}, services=services
    )
    assert shared.instances[0].manager == "pacemaker"
    assert shared.notes == (
        "Pacemaker manages all of wsgi-ab.service, because it manages keystone: systemd does not restart it",
    )
    apart = planned(tmp_path, services=services)
    assert [one.manager for one in apart.instances] == ["pacemaker", "systemd"]
    assert apart.notes == ()


def test_a_platform_is_taken_as_it_is_given(tmp_path):
    profile = loaded(tmp_path)
    other = replace(platform_of(profile), httpd_version=(2, 4, 38))
    assert "RequestReadTimeout handshake" not in resolve(profile, other).available


def test_an_unknown_layout_is_refused_whatever_the_platform(tmp_path):
    profile = loaded(tmp_path)
    with pytest.raises(UserError):
        resolve(replace(profile, layout="../per_service"), platform_of(profile))
