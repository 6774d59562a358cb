import pytest

from tests.unit.given import OWN, planned
from wsgigen.render.probing import command, script

_TLS = {"certificate": "/c.pem", "key": "/k.pem"}


@pytest.mark.parametrize(
    ("service", "words"),
    [
        pytest.param(
            {}, "--address 127.0.0.1 --port 9000 --host controller.example.org --path / --status 200 --timeout 5", id="as little as can be"
        ),
        pytest.param(
            {"listen": "::1", "server_name": "r", "health": {"path": "/up", "statuses": [200, 204], "timeout": "2s"}},
            "--address ::1 --port 9000 --host r --path /up --status 200 --status 204 --timeout 2",
            id="as the profile wants it",
        ),
    ],
)
def test_the_words_of_a_probe(tmp_path, service, words):
    plan = planned(tmp_path, services={"reports": {**OWN, **service}})
    found = command(plan, plan.sites[0])
    assert found[0] == str(script(plan, "probe")) == "/usr/libexec/wsgigen/probe"
    assert " ".join(found[1:]).startswith(words)
    assert "--tls" not in found


def test_tls_is_asked_over_tls(tmp_path):
    plan = planned(tmp_path, services={"reports": {**OWN, "tls": _TLS}})
    assert "--tls" in command(plan, plan.sites[0])
