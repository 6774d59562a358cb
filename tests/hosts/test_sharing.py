"""Two services that share an Apache under Pacemaker, compared with two that have one each.

Each scenario is played in both: where they share, the claim has to come true; where they do not, nothing may happen.
"""

import time
from collections.abc import Iterator

import pytest

from tests.hosts.deployed import PORTS, Load, answers
from tests.hosts.host import Lab
from tests.hosts.scenario import LAYOUTS, SINGLE, scenario
from tests.hosts.stage import OPERATIONS, Stage, empty, lost, nodes, staged

#: Seconds after which a resource that was added is settled, since its first start is another
#: claim, and seconds for which it is watched then.
_SETTLED, _WATCHED = 20, 60


@pytest.fixture(scope="module", params=LAYOUTS, ids=lambda one: f"{one[0].name}-{one[1]}")
def three(request: pytest.FixtureRequest, here: Lab) -> Iterator[Stage]:
    kind, layout = request.param
    with staged(here, kind, layout) as made:
        made.where = layout
        yield made


@pytest.fixture
def stage(request: pytest.FixtureRequest, three: Stage) -> Iterator[Stage]:
    with empty(three, request.function) as ready:
        yield ready


def passive(stage: Stage) -> str:
    """The profile that says of slow that it must run once."""
    return stage.profile.replace("  slow: {", "  slow: {mode: active-passive, ")


@scenario(
    "stop",
    "crm_resource --resource hello-clone --meta --set-parameter target-role --parameter-value Stopped",
    *("shared-instance", "unit-many-resources"),
)
def test_stop(stage):
    """To stop one service is to stop its neighbour, whose monitor then starts both."""
    stage.clones()
    parts = stage.ask("--stop", "hello")
    with stage.neighbour() as load:
        stage.node.run(
            "crm_resource", "-r", "hello-clone", "--meta", "-p", "target-role", "-v", "Stopped"
        )
    believed, true = stage.cluster.running("hello-clone"), stage.answering("hello")
    stage.saw(
        f"hello runs on {nodes(believed)}; {stage.cluster.failed('slow')}",
        f"hello answers on {nodes(true)}; {lost(load)}",
        harmed=bool(load.lost and true),
    )
    assert parts == (believed != frozenset(true))


@scenario(
    "ban",
    "crm_resource --resource hello-clone --ban --node NODE",
    "shared-instance",
    "intra-instance-location",
)
def test_ban(stage):
    """A service that is banned from a node goes on there, since its neighbour's monitor brings it back."""
    stage.clones()
    name = stage.node.name
    parts = stage.ask("--ban", "hello", "--node", name)
    with stage.neighbour() as load:
        stage.node.run("crm_resource", "-r", "hello-clone", "--ban", "-N", name)
    believed, true = stage.cluster.running("hello-clone"), stage.answering("hello")
    stage.saw(
        f"hello runs on {nodes(believed)}",
        f"hello answers on {nodes(true)}; {lost(load)}",
        harmed=bool(load.lost and name in true),
    )
    assert parts == (believed != frozenset(true))


@scenario(
    "refresh",
    "crm_resource --refresh --resource hello, which is banned from NODE",
    "intra-instance-location",
)
def test_refresh(stage):
    """A refresh finds a service where it is banned, and stops what it shares with its neighbour once more."""
    stage.clones()
    stage.node.run("crm_resource", "-r", "hello-clone", "--ban", "-N", stage.node.name)
    stage.cluster.settle()
    stage.later(7)
    stage.node.until(lambda: answers(stage.node, "slow"), "slow again", 60)
    with stage.neighbour() as load:
        stage.node.run("crm_resource", "--refresh", "-r", "hello-clone", check=False)
    stage.saw(
        f"hello runs on {nodes(stage.cluster.running('hello-clone'))}",
        lost(load),
        harmed=bool(load.lost),
    )


@scenario("fail", "crm_resource --fail --resource hello --node NODE", "shared-instance")
def test_fail(stage):
    """A failure of one service restarts them all."""
    stage.clones()
    name = stage.node.name
    parts = stage.ask("--fail", "hello", "--node", name)
    with stage.neighbour() as load:
        stage.node.run("crm_resource", "--fail", "-r", "hello", "-N", name, check=False)
    counts = f"{stage.cluster.failed('hello')}, {stage.cluster.failed('slow')}"
    stage.saw(counts, lost(load), harmed=bool(load.lost))
    assert parts == bool(load.lost)


@scenario("standby", "crm_standby --update on --node NODE, and off again")
def test_standby(stage):
    """A node in standby serves nothing, and all of it afterwards, however services are laid out."""
    stage.clones()
    name = stage.node.name
    parts = stage.ask("--standby", name)
    stage.node.run("crm_standby", "-v", "on", "-N", name)
    stage.later(7)
    believed = {one: stage.cluster.running(f"{one}-clone") for one in PORTS}
    true = {one: stage.answering(one) for one in PORTS}
    stage.node.run("crm_standby", "-v", "off", "-N", name)
    stage.cluster.settle()
    stage.until_everywhere(*PORTS)
    stage.saw(
        f"hello runs on {nodes(believed['hello'])}, slow on {nodes(believed['slow'])}",
        f"hello answers on {nodes(true['hello'])}, slow on {nodes(true['slow'])}",
        harmed=any(name in one for one in true.values())
        or any(name in one for one in believed.values()),
    )
    assert not parts


@scenario(
    "maintenance",
    "crm_resource --meta --set-parameter maintenance for hello, then systemctl stop of its unit by hand",
    "shared-instance",
)
def test_maintenance(stage):
    """Where one service is in maintenance, work on its unit is work on its neighbour, whose monitor starts it in the middle of that."""
    stage.clones()
    stage.node.run("crm_resource", "-r", "hello-clone", "--meta", "-p", "maintenance", "-v", "true")
    stage.cluster.settle()
    with stage.neighbour() as load:
        stage.node.run("systemctl", "stop", stage.unit("hello"), seconds=60)
    true = bool(answers(stage.node, "hello"))
    stage.saw(
        f"hello is in maintenance, {stage.cluster.failed('slow')}",
        f"hello, stopped by hand, {'answers again' if true else 'is still stopped'}; {lost(load)}",
        harmed=bool(load.lost and true),
    )


@scenario(
    "active/passive", "a primitive for slow beside a clone for hello", "ap-in-shared-instance"
)
def test_active_passive(stage):
    """A service that must run once runs wherever its neighbour does."""
    stage.begin(stage.primitive("hello"), "clone hello-clone hello meta interleave=true")
    stage.until_everywhere("hello")
    with stage.neighbour("hello") as load:
        stage.begin(stage.primitive("slow"))
    stage.until_everywhere("hello")
    believed, true = stage.cluster.running("slow"), stage.answering("slow")
    stage.saw(
        f"slow runs on {nodes(believed)}",
        f"slow answers on {nodes(true)}; {lost(load, 'hello')}",
        harmed=len(true) > 1,
        profile=passive(stage),
    )


@scenario(
    "role Stopped",
    "a monitor with role=Stopped of slow, which must run once, beside a clone for hello",
    "role-stopped-monitor",
)
def test_role_stopped(stage):
    """The monitor finds its service where its neighbour runs, and stops that, again and again."""
    stage.begin(stage.primitive("hello"), "clone hello-clone hello meta interleave=true")
    stage.until_everywhere("hello")
    stage.cluster.configure(
        stage.primitive("slow", f"{OPERATIONS} op monitor interval=5s timeout=60s role=Stopped")
    )
    time.sleep(_SETTLED)
    before = stage.cluster.failures("slow")
    with Load(stage.node, "hello") as load:
        time.sleep(_WATCHED)
    again = stage.cluster.failures("slow") - before
    stage.saw(
        f"slow failed {again} times more from {_SETTLED} s to {_SETTLED + _WATCHED} s after it came; failed: {stage.cluster.operations_failed()}",
        f"meanwhile {lost(load, 'hello')}",
        harmed=bool(load.lost),
        profile=passive(stage),
    )


@scenario("anticolocation", "colocation apart -inf: hello slow", "intra-instance-anticolocation")
def test_anticolocation(stage):
    """Two services that must not be on one node are on each that either is on."""
    stage.begin(*(stage.primitive(name) for name in PORTS), "colocation apart -inf: hello slow")
    stage.node.until(
        lambda: stage.answering("hello") and stage.answering("slow"), "both somewhere", 60
    )
    both = sorted(set(stage.answering("hello")) & set(stage.answering("slow")))
    believed = {name: nodes(stage.cluster.running(name)) for name in PORTS}
    stage.saw(
        f"hello runs on {believed['hello']}, slow on {believed['slow']}",
        f"both answer on {nodes(both)}",
        harmed=bool(both),
    )


@scenario(
    "group",
    "crm_resource --restart --resource hello, which a group has after slow",
    "group-of-shared-members",
)
def test_group(stage):
    """To restart what comes second is to restart what comes first, too."""
    stage.begin(*(stage.primitive(name) for name in PORTS), "group both slow hello")
    host = stage.only("slow")
    with Load(host, "slow") as load:
        host.run("crm_resource", "--restart", "-r", "hello", check=False, seconds=120)
        stage.cluster.settle()
    stage.saw(f"{stage.cluster.failed('slow')}", lost(load), harmed=bool(load.lost))


@scenario(
    "order",
    "crm_resource --restart --resource hello, which is ordered after slow",
    "intra-instance-order",
)
def test_order(stage):
    """The second service runs before Pacemaker starts it; to restart it is to restart the first."""
    places = [f"location {name}-here {name} 1000: {stage.node.name}" for name in PORTS]
    stage.begin(
        *(stage.primitive(name) for name in PORTS), "order first Mandatory: slow hello", *places
    )
    stage.node.until(lambda: all(answers(stage.node, name) for name in PORTS), "both", 60)
    with Load(stage.node, "slow") as load:
        stage.node.run("crm_resource", "--restart", "-r", "hello", check=False, seconds=120)
        stage.cluster.settle()
    stage.saw(stage.cluster.failed("slow"), lost(load), harmed=bool(load.lost))


@scenario(
    "order circle",
    "order Mandatory: what serves hello, then another resource, then what serves slow",
    "contracted-order-cycle",
)
def test_order_circle(stage):
    """Where one resource serves what comes first and what comes last, the order is a circle, and Pacemaker starts nothing of it."""
    first, last = ("both", "both") if stage.shared else ("hello", "slow")
    orders = (f"order one Mandatory: {first} between", f"order two Mandatory: between {last}")
    resources = {
        stage.primitive(one, unit=stage.unit("hello" if one == "both" else one))
        for one in (first, last)
    }
    stage.cluster.configure(
        *resources,
        "primitive between ocf:heartbeat:Dummy op monitor interval=10s timeout=20s",
        *orders,
    )
    verified = stage.node.says("crm_verify", "--live-check").partition("\n")[0]
    stage.later(15)
    running = {one: stage.cluster.running(one) for one in (first, "between", last)}
    true = [name for name in PORTS if stage.answering(name)]
    stage.saw(
        f"{'; '.join(f'{one} runs on {nodes(where)}' for one, where in running.items())}; crm_verify says {verified or 'nothing'}",
        f"{' and '.join(true) or 'neither service'} {'answer' if len(true) > 1 else 'answers'}",
        harmed=not true,
    )


@scenario(
    "shared fail count",
    "one kill -9 of the httpd of each service on one node, where migration-threshold=2",
    "shared-failcount",
)
def test_shared_fail_count(stage):
    """Failures of two services are those of one resource, which then may not run there: both are gone from the node."""
    meta = "meta migration-threshold=2"
    if stage.shared:
        stage.begin(
            f"{stage.primitive('both', unit=stage.unit('hello'))} {meta}",
            "clone both-clone both meta interleave=true",
        )
    else:
        clones = [f"clone {name}-clone {name} meta interleave=true" for name in PORTS]
        stage.begin(*(f"{stage.primitive(name)} {meta}" for name in PORTS), *clones)
    stage.until_everywhere(*PORTS)
    for name in PORTS:
        stage.kill(stage.node, name)
        stage.later(8)
    here = stage.node.name
    counts = [stage.cluster.failed(one) for one in (("both",) if stage.shared else PORTS)]
    true = [name for name in PORTS if answers(stage.node, name)]
    stage.saw(
        ", ".join(counts),
        f"on {here} {' and '.join(true) or 'neither service'} {'answer' if len(true) > 1 else 'answers'}",
        harmed=not true,
    )


@scenario(
    "enabled at boot",
    "reboot of a node in standby, where apache2.service is enabled as its package leaves it",
    "unit-enabled-at-boot",
    harms=(SINGLE,),
)
def test_enabled_at_boot(stage):
    """The platform's Apache starts at boot, and with it what Pacemaker means to have stopped there."""
    stage.clones()
    host = stage.cluster.hosts[-1]
    host.run("systemctl", "enable", "apache2")
    stage.node.run("crm_standby", "-v", "on", "-N", host.name)
    stage.cluster.settle()
    assert not answers(host, "hello")
    host.reboot()
    true = bool(answers(host, "hello"))
    believed = stage.cluster.running("hello-clone")
    host.run("systemctl", "disable", "apache2")
    host.run("systemctl", "start", "corosync", "pacemaker")
    stage.node.until(
        lambda: host.name in stage.node.says("crm_node", "--list", "--partition"),
        "the node again",
        90,
    )
    stage.node.run("crm_standby", "-D", "-N", host.name)
    stage.saw(
        f"hello runs on {nodes(believed)}",
        f"after the boot hello {'answers' if true else 'does not answer'} on {host.name}, which is in standby and without Pacemaker yet",
        harmed=true and host.name not in believed,
    )
