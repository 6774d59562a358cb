import pytest

from tests.unit.pacemaker.cib.cibs import shape
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.units import AgentTarget, agent_target, config_files, is_httpd


def primitive(agent: str, inside: str | None = None, **parameters: str) -> Primitive:
    standard, *rest = agent.split(":", 2 if agent.startswith("ocf:") else 1)
    return Primitive(
        "x",
        standard,
        rest[0] if len(rest) > 1 else None,
        rest[-1],
        parameters,
        {},
        (),
        bundle=inside,
    )


@pytest.mark.parametrize(
    "agent",
    [
        "systemd:httpd",
        "systemd:httpd.service",
        "service:httpd",
        "lsb:httpd",
        "lsb:/etc/init.d/httpd",
    ],
)
def test_one_unit_has_many_spellings(agent):
    assert agent_target(primitive(agent)) == AgentTarget("unit", "httpd")


def test_an_instance_of_a_unit_is_another_unit():
    assert agent_target(primitive("systemd:httpd@keystone")) != agent_target(
        primitive("systemd:httpd@nova")
    )


@pytest.mark.parametrize(
    "agent", ["ocf:heartbeat:Dummy", "ocf:heartbeat:galera", "stonith:fence_ipmilan", "systemd:"]
)
def test_what_does_not_say_what_it_drives_drives_nothing(agent):
    assert agent_target(primitive(agent)) is None


@pytest.mark.parametrize(
    "path",
    [
        "/etc/httpd/conf/httpd.conf",
        "//etc/httpd//conf/./httpd.conf",
        "/etc/httpd/conf.d/../conf/httpd.conf ",
    ],
)
def test_one_configuration_has_many_spellings(path):
    assert agent_target(primitive("ocf:heartbeat:apache", configfile=path)) == AgentTarget(
        "config", "/etc/httpd/conf/httpd.conf"
    )


def test_without_a_configfile_all_have_the_same():
    assert agent_target(primitive("ocf:heartbeat:apache")) == agent_target(
        primitive("ocf:heartbeat:apache", configfile="")
    )


def test_what_is_in_a_bundle_is_nobody_elses():
    one, other = (
        agent_target(primitive("systemd:httpd", "a")),
        agent_target(primitive("systemd:httpd", "b")),
    )
    assert one != other


@pytest.mark.parametrize(
    ("unit", "config", "answer"),
    [
        ("httpd", "/etc/httpd/conf/httpd.conf", True),
        ("httpd", "", True),
        ("httpd", "/etc/apache2/apache2.conf", False),
        ("apache2", "/etc/apache2/apache2.conf", True),
        ("apache2", "/etc/apache2/httpd.conf", True),
        ("apache2@keystone", "/etc/apache2-keystone/apache2.conf", True),
        ("apache2@keystone", "/etc/apache2/apache2.conf", False),
        ("httpd@keystone", "/etc/httpd/conf/keystone.conf", True),
        ("wsgi-keystone", "/etc/wsgigen/keystone/httpd.conf", True),
        ("haproxy", "", False),
    ],
)
def test_which_unit_may_run_the_httpd_of_a_configuration(unit, config, answer):
    one, other = (
        agent_target(primitive(f"systemd:{unit}")),
        agent_target(primitive("ocf:heartbeat:apache", configfile=config)),
    )
    assert one
    assert other
    assert bool(config_files(one) & config_files(other)) is answer


def test_which_primitives_are_an_httpd():
    assert {name for name, one in shape("per-service").primitives.items() if is_httpd(one)} == {
        "keystone",
        "nova-api",
        "glance-api",
    }
    assert {name for name, one in shape("tripleo").primitives.items() if is_httpd(one)} == {"httpd"}
