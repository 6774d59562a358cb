"""What the rules of `wsgigen check` claim, seen on a cluster: what Pacemaker believes, and what is so.

Each scenario runs where the two services share an Apache, and where each has its own. In the first a claim has to come true, in the
second nothing may happen to the neighbour.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.hosts.cluster import Cluster, cluster
from tests.hosts.deployed import PORTS, Load, answers, deploy
from tests.hosts.evidence import Seen, keep, versions
from tests.hosts.host import Host, Lab
from tests.hosts.tree import DEBIAN_12

SHARED, OWN = "grouped", "per-service"
UNITS = {SHARED: dict.fromkeys(PORTS, "wsgi-both"), OWN: {name: f"wsgi-{name}" for name in PORTS}}
OPERATIONS = "op monitor interval=3s timeout=60s op start interval=0 timeout=120s op stop interval=0 timeout=100s"


@dataclass
class Stage:
    """A cluster of three nodes whose services are laid out one way."""

    cluster: Cluster
    layout: str
    variant: str = ""  #: what is tried in one layout: with the mistake, or without it

    @property
    def shared(self) -> bool:
        return self.layout == SHARED

    @property
    def node(self) -> Host:
        """Where things are done."""
        return self.cluster.hosts[0]

    def primitive(self, service: str, operations: str = OPERATIONS, unit: str = "") -> str:
        return f"primitive {service} systemd:{unit or UNITS[self.layout][service]} {operations}"

    def begin(self, *lines: str) -> None:
        """These resources, and wait for them."""
        self.cluster.configure(*lines)
        self.cluster.settle()

    def clones(self) -> None:
        """Both services on every node, as `cluster: {components: service}` has them."""
        clones = [f"clone {name}-clone {name} meta interleave=true" for name in PORTS]
        self.begin(*(self.primitive(name) for name in PORTS), *clones)
        for host in self.cluster.hosts:
            host.until(lambda host=host: all(answers(host, name) for name in PORTS), "both services", 60)

    def where(self, service: str) -> list[str]:
        """The nodes that answer for a service."""
        return sorted(host.name for host in self.cluster.hosts if answers(host, service))

    def saw(self, scenario: str, rules: tuple[str, ...], action: str, believed: str, true: str, *, harmed: bool) -> None:
        """Keep it, and hold it against what the rules claim."""
        wrong = self.shared or self.variant == "with the mistake"
        verdict = "as the rules claim" if harmed and wrong else "harmless" if not harmed else "harm"
        where = self.variant or self.layout
        keep(Seen(scenario, rules, where, self.node.kind.name, action, believed, true, verdict, versions(self.node)))
        assert harmed == wrong, f"{scenario}: believed {believed}; true {true}"


@pytest.fixture(scope="module", params=[SHARED, OWN])
def three(request: pytest.FixtureRequest, here: Lab) -> Stage:
    made = cluster(here, DEBIAN_12, *(f"{request.param}-{number}" for number in (1, 2, 3)))
    for host in made.hosts:
        deploy(host, request.param, "pacemaker")
    return Stage(made, request.param)


@pytest.fixture
def stage(three: Stage) -> Iterator[Stage]:
    """A cluster without resources, whose services are stopped."""
    yield three
    three.cluster.clear()
    for host in three.cluster.hosts:
        host.run("systemctl", "stop", *set(UNITS[three.layout].values()), check=False, seconds=120)
        host.run("systemctl", "reset-failed", check=False)


def during(stage: Stage, what: Callable[[], object]) -> Load:
    """The neighbour's client on the node where *what* is done."""
    with Load(stage.node, "slow") as neighbour:
        what()
        stage.cluster.settle()
        stage.node.until(lambda: neighbour.seen["200"] > 50, "answers of the neighbour", 60)
        stage.node.run("sleep", "6")  # two monitors
        stage.cluster.settle()
    return neighbour


def told(load: Load) -> str:
    lost = sum(load.lost.values())
    return f"slow lost {lost} of {lost + load.seen['200']} requests" if lost else "slow lost no request"


def test_stop(stage):
    """To stop one service is to stop its neighbour, whose monitor then starts both."""
    stage.clones()
    neighbour = during(stage, lambda: stage.node.run("crm_resource", "-r", "hello-clone", "--meta", "-p", "target-role", "-v", "Stopped"))
    believed, runs = stage.cluster.running("hello-clone"), stage.where("hello")
    stage.saw(
        "stop",
        ("shared-instance", "unit-many-resources"),
        "crm_resource --resource hello-clone --meta --set-parameter target-role --parameter-value Stopped",
        f"hello runs on {', '.join(sorted(believed)) or 'no node'}; slow failed {stage.cluster.failures('slow')} times",
        f"hello answers on {', '.join(runs) or 'no node'}; {told(neighbour)}",
        harmed=bool(neighbour.lost and runs),
    )


def test_ban(stage):
    """A service that is banned from a node goes on there, since its neighbour brings it back."""
    stage.clones()
    name = stage.node.name
    neighbour = during(stage, lambda: stage.node.run("crm_resource", "-r", "hello-clone", "--ban", "-N", name))
    runs = stage.where("hello")
    stage.saw(
        "ban",
        ("shared-instance",),
        "crm_resource --resource hello-clone --ban --node NODE",
        f"hello runs on {', '.join(sorted(stage.cluster.running('hello-clone')))}",
        f"hello answers on {', '.join(runs)}; {told(neighbour)}",
        harmed=bool(neighbour.lost and name in runs),
    )


def test_fail(stage):
    """What fails for one service is restarted for all."""
    stage.clones()
    name = stage.node.name
    neighbour = during(stage, lambda: stage.node.run("crm_resource", "--fail", "-r", "hello", "-N", name, check=False))
    stage.saw(
        "fail",
        ("shared-instance",),
        "crm_resource --fail --resource hello --node NODE",
        f"hello failed {stage.cluster.failures('hello')} times, slow {stage.cluster.failures('slow')} times",
        told(neighbour),
        harmed=bool(neighbour.lost),
    )


def test_active_passive(stage):
    """A service that must run once runs wherever its neighbour does."""
    stage.begin(stage.primitive("hello"), "clone hello-clone hello meta interleave=true", stage.primitive("slow"))
    stage.node.until(lambda: len(stage.where("hello")) == 3, "hello everywhere", 60)
    believed, runs = stage.cluster.running("slow"), stage.where("slow")
    stage.saw(
        "active/passive",
        ("ap-in-shared-instance",),
        "a primitive for slow beside a clone for hello",
        f"slow runs on {', '.join(sorted(believed))}",
        f"slow answers on {', '.join(runs)}",
        harmed=len(runs) > 1,
    )


def test_anticolocation(stage):
    """Two services that must not be on one node are on each that either is on."""
    stage.begin(*(stage.primitive(name) for name in PORTS), "colocation apart -inf: hello slow")
    stage.node.until(lambda: stage.where("hello") and stage.where("slow"), "both somewhere", 60)
    both = sorted(set(stage.where("hello")) & set(stage.where("slow")))
    believed = {name: ", ".join(stage.cluster.running(name)) for name in PORTS}
    stage.saw(
        "anticolocation",
        ("intra-instance-anticolocation",),
        "colocation apart -inf: hello slow",
        f"hello runs on {believed['hello']}, slow on {believed['slow']}",
        f"both answer on {', '.join(both) or 'no node'}",
        harmed=bool(both),
    )


def test_order(stage):
    """To restart what comes second is to restart what comes first, too."""
    stage.begin(*(stage.primitive(name) for name in PORTS), "group both slow hello")
    stage.node.until(lambda: stage.where("hello") and stage.where("slow"), "both somewhere", 60)
    node = next(host for host in stage.cluster.hosts if answers(host, "slow"))
    with Load(node, "slow") as neighbour:
        node.run("crm_resource", "--restart", "-r", "hello", check=False, seconds=120)
        stage.cluster.settle()
    stage.saw(
        "group",
        ("group-of-shared-members", "intra-instance-order"),
        "crm_resource --restart --resource hello, which a group has after slow",
        f"slow failed {stage.cluster.failures('slow')} times",
        told(neighbour),
        harmed=bool(neighbour.lost),
    )
