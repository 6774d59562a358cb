import pytest

from tests.unit.given import OWN, planned, rendered
from wsgigen.render.probing import command, gate, options, target

_TLS = {"certificate": "/c.pem", "key": "/k.pem"}


@pytest.mark.parametrize(
    ("service", "lines"),
    [
        pytest.param(
            {},
            ["--address=127.0.0.1", "--port=9000", "--host=controller.example.org", "--path=/", "--status=200", "--timeout=5"],
            id="as little as can be",
        ),
        pytest.param(
            {"listen": "::1", "server_name": "r", "tls": _TLS, "health": {"path": "/up", "statuses": [200, 204], "timeout": "2s"}},
            ["--address=::1", "--port=9000", "--host=r", "--path=/up", "--status=200", "--status=204", "--timeout=2", "--tls"],
            id="as the profile wants it",
        ),
    ],
)
def test_how_a_site_is_asked_stands_in_a_file_that_the_probe_is_given(tmp_path, service, lines):
    services = {"reports": {**OWN, **service}}
    plan = planned(tmp_path, services=services)
    (site,) = plan.sites
    assert [option for option in options(site) if not option.startswith("--log=")] == lines
    assert rendered(tmp_path, services=services)[str(target(plan, site))].content.splitlines() == list(options(site))


def test_several_sites_are_asked_at_once(tmp_path):
    plan = planned(tmp_path, services={"keystone": {"startup_timeout": "90s"}, "placement": {}})
    targets = ("--target", "/usr/share/wsgigen/probes/keystone", "--target", "/usr/share/wsgigen/probes/placement")
    assert command(plan, plan.sites, "--attempts", 3) == ("/usr/libexec/wsgigen/probe", "--attempts", "3", *targets)
    assert gate(plan, plan.sites) == ("/usr/libexec/wsgigen/probe", "--wait", "90", *targets), "as long as the slowest may take"
