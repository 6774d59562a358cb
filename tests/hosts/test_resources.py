"""What the rules claim of a single resource, seen on a cluster: each scenario with the mistake and without it.

Every service has an Apache of its own here, so what goes wrong is the resource's alone.
"""

from collections.abc import Iterator

import pytest

from tests.hosts.cluster import cluster
from tests.hosts.deployed import Load, answers, deploy
from tests.hosts.host import Host, Lab
from tests.hosts.test_pacemaker import OPERATIONS, OWN, UNITS, Stage
from tests.hosts.tree import DEBIAN_12

WITH, WITHOUT = "with the mistake", "without it"


@pytest.fixture(scope="module")
def three(here: Lab) -> Stage:
    made = cluster(here, DEBIAN_12, "ctl1", "ctl2", "ctl3")
    for host in made.hosts:
        deploy(host, OWN, "pacemaker")
    return Stage(made, OWN)


@pytest.fixture(params=[WITH, WITHOUT])
def stage(request: pytest.FixtureRequest, three: Stage) -> Iterator[Stage]:
    """A cluster without resources, whose services are stopped."""
    three.variant = request.param
    yield three
    three.cluster.clear()
    for host in three.cluster.hosts:
        host.run("systemctl", "stop", *UNITS[OWN].values(), check=False, seconds=120)
        host.run("systemctl", "reset-failed", check=False)


def only(stage: Stage, service: str) -> Host:
    """The node where a service answers."""
    stage.node.until(lambda: len(stage.where(service)) == 1, f"{service} on one node", 60)
    return next(host for host in stage.cluster.hosts if answers(host, service))


def test_monitor_missing(stage):
    """Nobody sees that it is down."""
    stage.begin(stage.primitive("hello"))
    if stage.variant == WITH:  # crmsh would give it one that nobody asked for
        stage.node.run("cibadmin", "--delete-all", "--xpath", "//op[@name='monitor']", "--force")
        stage.cluster.settle()
    host = only(stage, "hello")
    host.run("kill", "-9", host.says("systemctl", "show", "--property=MainPID", "--value", "wsgi-hello"))
    host.run("sleep", "15")
    stage.cluster.settle()
    believed, runs = stage.cluster.running("hello"), stage.where("hello")
    stage.saw(
        "monitor missing",
        ("monitor-missing",),
        "kill -9 of httpd, of a resource without a recurring monitor",
        f"hello runs on {', '.join(believed) or 'no node'}, and failed {stage.cluster.failures('hello')} times",
        f"hello answers on {', '.join(runs) or 'no node'} after 15 s",
        harmed=bool(believed and not runs),
    )


def test_stop_timeout(stage):
    """A stop that waits for a request outlives its timeout: the resource is blocked where it is, and starts nowhere else."""
    operations = OPERATIONS.replace("timeout=100s", "timeout=2s") if stage.variant == WITH else OPERATIONS
    stage.begin(stage.primitive("slow", operations))
    host = only(stage, "slow")
    with Load(host, "slow", "?seconds=8"):
        host.run("sleep", "2")
        host.run("crm_resource", "-r", "slow", "--ban", "-N", host.name)
        stage.cluster.settle()
    host.run("sleep", "5")
    believed, runs = stage.cluster.running("slow"), stage.where("slow")
    stage.saw(
        "stop timeout",
        ("stop-timeout-too-short",),
        "crm_resource --ban while a request takes 8 s, of a resource whose stop may take 2 s",
        f"slow runs on {', '.join(believed) or 'no node'}, and failed {stage.cluster.failures('slow')} times",
        f"slow answers on {', '.join(runs) or 'no node'}",
        harmed=not runs,
    )


def test_started_at_boot(stage):
    """A unit that systemd starts at boot runs beside the one that Pacemaker started, which then restarts all of them."""
    stage.begin(stage.primitive("hello"))
    node = only(stage, "hello")
    other = next(host for host in stage.cluster.hosts if host is not node)
    if stage.variant == WITH:
        other.run("systemctl", "add-wants", "multi-user.target", "wsgi-hello.service")
    other.reboot()
    twice = bool(answers(other, "hello"))
    with Load(node, "hello") as client:
        other.run("systemctl", "start", "corosync", "pacemaker")
        node.until(lambda: other.name in node.says("crm_node", "--list", "--partition"), "the node again", 90)
        node.run("sleep", "15")
        stage.cluster.settle()
    other.run("rm", "-f", "/etc/systemd/system/multi-user.target.wants/wsgi-hello.service")
    lost, count = sum(client.lost.values()), sum(client.seen.values())
    stage.saw(
        "started at boot",
        ("two-managers",),
        "reboot of a node whose systemd starts a unit that is Pacemaker's",
        f"hello ran on {node.name}",
        f"after the boot hello answered on {other.name} {'too' if twice else 'not'}; hello lost {lost} of {count} requests",
        harmed=twice,
    )
