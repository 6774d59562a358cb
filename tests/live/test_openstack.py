"""Keystone, placement and glance, used the way their clients use them, in both layouts."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from tests.live.openstack import Cloud
from wsgigen.host import apache as local

from . import openstack, serving
from .serving import Answer, Served, ask

GIBIBYTE = 1024**3
SIZE = GIBIBYTE + 64 * 1024**2


@pytest.fixture(scope="module", params=["single", "per-service"])
def served(request: pytest.FixtureRequest, cloud: Cloud, system: local.Apache) -> Iterator[Served]:
    lab = f"  lab: {{application: 'lab:application', port: {serving.ports(1)[0]}, python_path: ['{serving.APPS}']}}\n"
    with serving.serving(system, cloud.profile(request.param, more=lab)) as running:
        yield running


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    answer = authenticate(served)
    assert answer.status == 201, (answer, served.server.first_failure(served.site("keystone")))
    return answer.headers["x-subject-token"]


def authenticate(served: Served) -> Answer:
    domain = {"id": "default"}
    body = {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {
                    "user": {"name": "admin", "domain": domain, "password": openstack.PASSWORD}
                },
            },
            "scope": {"project": {"name": "admin", "domain": domain}},
        }
    }
    return call(served.url("keystone", "/v3/auth/tokens"), "POST", body)


def call(url: str, method: str, body: object = None, token: str = "", **headers: str) -> Answer:
    given = {"Content-Type": "application/json", "X-Auth-Token": token} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return ask(url, method, body=json.dumps(body) if body is not None else None, headers=given)


def test_keystone_gives_a_token_and_takes_it(served, token):
    answer = call(
        served.url("keystone", "/v3/auth/tokens"), "GET", token=token, X_Subject_Token=token
    )
    assert answer.status == 200
    assert json.loads(answer.body)["token"]["user"]["name"] == "admin"
    assert call(served.url("keystone", "/v3/users"), "GET", token="wrong").status == 401


def test_placement_makes_a_resource_provider(served, token):
    url, version = (
        served.url("placement", "/resource_providers"),
        {"OpenStack_API_Version": "placement 1.39"},
    )
    name = f"host-{served.plan.layout}"
    answer = call(url, "POST", {"name": name}, token, **version)
    assert answer.status == 200, answer
    found = json.loads(call(url, "GET", token=token, **version).body)["resource_providers"]
    assert name in [one["name"] for one in found]
    assert (
        call(f"{url}/{json.loads(answer.body)['uuid']}", "DELETE", token=token, **version).status
        == 204
    )


def test_glance_stores_an_image_of_more_than_a_gibibyte(served, token):
    """Chunked in one layout, with Content-Length in the other: a gibibyte takes its time."""
    chunked = served.plan.layout == "single"
    images = served.url("glance-api", "/v2/images")
    made = call(
        images, "POST", {"name": "zeros", "disk_format": "raw", "container_format": "bare"}, token
    )
    assert made.status == 201, made
    image = f"{images}/{json.loads(made.body)['id']}"
    length = {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(SIZE)}
    sent = ask(
        f"{image}/file",
        "PUT",
        body=zeros(),
        chunked=chunked,
        headers={"X-Auth-Token": token, "Content-Type": "application/octet-stream", **length},
        timeout=120,
    )
    assert sent.status == 204, (sent, served.server.first_failure(served.site("glance-api")))
    found = json.loads(call(image, "GET", token=token).body)
    assert (found["status"], found["size"]) == ("active", SIZE)
    assert call(image, "DELETE", token=token).status == 204


def zeros() -> Iterator[bytes]:
    block = bytes(1024**2)
    for _ in range(SIZE // len(block)):
        yield block


@pytest.mark.parametrize("service", ["keystone", "placement", "glance-api"])
def test_a_token_of_9_kb_reaches_every_service(served, service):
    path = {
        "keystone": "/v3/users",
        "placement": "/resource_providers",
        "glance-api": "/v2/images",
    }[service]
    assert call(served.url(service, path), "GET", token="x" * 9000).status == 401


def test_the_access_log_knows_openstacks_own_request_id(served, token):
    answer = call(served.url("glance-api", "/v2/images"), "GET", token=token)
    identity = answer.headers["x-openstack-request-id"]
    assert serving.until(lambda: identity in served.log("glance-api", "access"))


def is_logged(served: Served, service: str) -> bool:
    return f"seen-{service}" in served.log(service, "access")


def test_no_probe_stands_in_an_access_log(served, token):
    for site in served.plan.sites:
        ask(f"{site.url}{site.probe.path}", headers={"User-Agent": f"seen-{site.service}"})
        assert serving.until(partial(is_logged, served, site.service))
        assert "wsgigen-probe" not in served.log(site.service, "access")


def test_one_request_has_one_id_everywhere(served):
    answer = ask(served.url("lab", "/log?words=marker"), headers={"X-Request-Id": "forged"})
    unique, request = answer.body.decode().split()
    assert unique == request != "forged"
    errors = serving.until(
        lambda: re.findall(
            r"\[(\S+)\] \[client [^]]*\] (?:\[script \S+\] )?marker", served.log("lab", "error")
        )
    )
    assert errors == [unique]
    line = serving.until(
        lambda: [
            line for line in served.log("lab", "access").splitlines() if "/log?words=marker" in line
        ]
    )
    assert line[0].split()[-2] == unique


def test_a_traceback_has_the_id_of_its_request(served):
    assert ask(served.url("lab", "/boom?words=thunder")).status == 500
    line = serving.until(
        lambda: [line for line in served.log("lab", "access").splitlines() if "/boom" in line]
    )
    unique = line[0].split()[-2]
    assert serving.until(
        lambda: re.search(
            rf"\[{re.escape(unique)}\].*RuntimeError: thunder", served.log("lab", "error")
        )
    )


def test_every_process_has_the_whole_configuration(served, token):
    """As many requests at once as there are processes: none answers with another's defaults."""
    with serving.together(8, lambda number: authenticate(served)) as answers:
        pass
    assert [one.status for one in answers] == [201] * 8


def test_keystone_on_the_newest_mod_wsgi(cloud):
    serving.in_both_layouts(partial(newest, serving.apache("embedded"), cloud))


def newest(embedded: local.Apache, cloud: Cloud, layout: str) -> None:
    lab = f"  lab: {{application: 'lab:application', port: {serving.ports(1)[0]}, python_path: ['{serving.APPS}']}}\n"
    moved = replace(cloud, ports={"keystone": serving.ports(1)[0]})
    with serving.serving(embedded, moved.profile(layout, ("keystone",), lab)) as served:
        assert authenticate(served).status == 201
        test_one_request_has_one_id_everywhere(served)
        test_a_traceback_has_the_id_of_its_request(served)
        with serving.together(4, lambda number: authenticate(served)) as answers:
            served.server.recycle("keystone")
        assert [one.status for one in answers] == [201] * 4
