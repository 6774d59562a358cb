"""The claims of rules on ocf:heartbeat:apache: each scenario runs with the mistake and without.

The agent starts httpd with the configuration of a service of its own, as it would be without wsgigen's units.
"""

from collections.abc import Iterator

import pytest

from tests.hosts.deployed import PORTS, answers
from tests.hosts.host import Lab
from tests.hosts.scenario import OWN, VARIANTS, WITH, scenario
from tests.hosts.stage import OPERATIONS, Stage, empty, lost, nodes, staged
from tests.hosts.tree import DEBIAN_12, DEBIAN_13

#: A start that cannot succeed takes as long as it may.
_OPERATIONS = OPERATIONS.replace(
    "start interval=0 timeout=120s", "start interval=0 timeout=15s"
).replace("timeout=100s", "timeout=40s")


@pytest.fixture(scope="module", params=(DEBIAN_12, DEBIAN_13), ids=lambda one: one.name)
def three(request: pytest.FixtureRequest, here: Lab) -> Iterator[Stage]:
    with staged(here, request.param, OWN) as made:
        for host in made.cluster.hosts:
            host.run(
                "sh",
                "-c",
                "mkdir /etc/lab; for one in hello slow; do cp /etc/wsgigen/$one/httpd.conf /etc/lab/$one.conf; done",
            )
            host.run(
                "sh",
                "-c",
                "cp /etc/lab/hello.conf /etc/lab/api; cp /etc/lab/slow.conf /etc/lab/api-slow.conf",
            )
        yield made


@pytest.fixture(params=dict.fromkeys(variant for _, variant in VARIANTS))
def stage(request: pytest.FixtureRequest, three: Stage) -> Iterator[Stage]:
    three.where = request.param
    for host in three.cluster.hosts:  # what systemd makes for a unit, and removes with it
        host.run(
            "install", "-d", "-m", "711", *(f"/run/wsgigen{one}" for one in ("", "/hello", "/slow"))
        )
        host.run("install", "-d", *(f"/var/log/wsgigen/{one}" for one in PORTS))
    with empty(three, request.function) as ready:
        yield ready


def agent(
    name: str,
    service: str,
    configuration: str = "",
    url: str = "",
    expression: str = "testregex='^[0-9]+$'",
) -> str:
    """A resource of ocf:heartbeat:apache for a service."""
    file = configuration or f"/etc/wsgigen/{service}/httpd.conf"
    where = f"configfile={file} httpd=/usr/sbin/apache2 statusurl={url or f'http://127.0.0.1:{PORTS[service]}/'} {expression}"
    return f"primitive {name} ocf:heartbeat:apache params {where} {_OPERATIONS}"


def stop_beside(stage: Stage, service: str, one: str, two: str) -> None:
    """Stop the resource `one`, where `two` serves *service* on the same node; it is harmed when a client of it notices."""
    stage.begin(two, f"location two-here two 1000: {stage.node.name}")
    stage.node.until(lambda: answers(stage.node, service), service, 60)
    stage.begin(one, f"location one-here one 1000: {stage.node.name}")
    with stage.neighbour(service) as load:
        stage.node.until(lambda: load.seen["200"], "an answer", 30)
        stage.node.run("crm_resource", "-r", "one", "--meta", "-p", "target-role", "-v", "Stopped")
    believed = {name: nodes(stage.cluster.running(name)) for name in ("one", "two")}
    stage.saw(
        f"one runs on {believed['one']}, two on {believed['two']}; {stage.cluster.failed('two')}",
        lost(load, service),
        harmed=bool(load.lost),
    )


@scenario(
    "shared configuration",
    "one of two resources of ocf:heartbeat:apache with one configfile is stopped",
    "ocf-configfile-shared",
    stages=VARIANTS,
)
def test_shared_configuration(stage):
    """The stop of one ends the httpd of both."""
    service = "hello" if stage.where == WITH else "slow"
    stop_beside(stage, service, agent("one", "hello"), agent("two", service))


@scenario(
    "two agents, one httpd",
    "a resource of ocf:heartbeat:apache is stopped whose configfile is that of a unit which another resource drives",
    "mixed-managers-one-httpd",
    stages=VARIANTS,
)
def test_two_agents(stage):
    """The stop of one ends the httpd of both."""
    service = "hello" if stage.where == WITH else "slow"
    stop_beside(
        stage,
        service,
        agent("one", "hello"),
        stage.primitive(service).replace(f"primitive {service}", "primitive two"),
    )


@scenario(
    "a name within a name",
    "a resource with configfile=/etc/lab/api is stopped beside one with configfile=/etc/lab/api-slow.conf",
    "configfile-in-another",
    stages=VARIANTS,
)
def test_name_within_name(stage):
    """The stop of one kills the httpd of the other, which has the first one's configfile in its command line."""
    files = (
        ("/etc/lab/api", "/etc/lab/api-slow.conf")
        if stage.where == WITH
        else ("/etc/lab/hello.conf", "/etc/lab/slow.conf")
    )
    stop_beside(stage, "slow", agent("one", "hello", files[0]), agent("two", "slow", files[1]))


@scenario(
    "no HTML", "a statusurl of an API, without a testregex", "ocf-wants-html", stages=VARIANTS
)
def test_no_html(stage):
    """A healthy service never comes up."""
    stage.begin(
        agent("hello", "hello", expression="" if stage.where == WITH else "testregex='^[0-9]+$'")
    )
    stage.later(5)
    true = stage.answering("hello")
    stage.saw(
        f"hello runs on {nodes(stage.cluster.running('hello'))}; {stage.cluster.failed('hello')}",
        f"hello answers on {nodes(true)}",
        harmed=not true,
    )


@scenario(
    "another node's address",
    "a clone whose statusurl has the address of one node",
    "statusurl-elsewhere",
    stages=VARIANTS,
)
def test_another_nodes_address(stage):
    """On the other nodes what is healthy fails its start."""
    url = f"http://{stage.node.address}:{PORTS['hello']}/" if stage.where == WITH else ""
    stage.begin(agent("hello", "hello", url=url), "clone hello-clone hello meta interleave=true")
    stage.later(5)
    true = stage.answering("hello")
    stage.saw(
        f"hello runs on {nodes(stage.cluster.running('hello-clone'))}; {stage.cluster.failed('hello')}",
        f"hello answers on {nodes(true)}",
        harmed=len(true) < len(stage.cluster.hosts),
    )
