"""The claims of rules on a single resource: each scenario runs with the mistake and without.

Every service has an Apache of its own here, so what goes wrong is the resource's alone.
"""

from collections.abc import Iterator

import pytest

from tests.hosts.deployed import OTHERS, Load, answers, install, start
from tests.hosts.host import Lab
from tests.hosts.scenario import OWN, VARIANTS, WITH, scenario
from tests.hosts.stage import OPERATIONS, Stage, empty, lost, nodes, staged
from tests.hosts.tree import DEBIAN_12, DEBIAN_13
from tests.live.serving import count_asleep

_VIRTUAL = "10.77.0.200"
_KEYS = "user: {name}, python_path: [/srv/apps], drain: 10s"
_HELLO = f'application: "hello:application", {_KEYS}'
_SERVICES = {
    "virtual": f"{{{_HELLO.format(name='virtual')}, port: {OTHERS['virtual']}, listen: {_VIRTUAL}}}",
    "once": f"{{{_HELLO.format(name='once')}, port: {OTHERS['once']}, mode: active-passive, manager: systemd}}",
    "keystone": f"{{{_HELLO.format(name='keystone')}, port: {OTHERS['keystone']}, home: /srv/apps, health: {{path: /, statuses: 200}}}}",
}


@pytest.fixture(scope="module", params=(DEBIAN_12, DEBIAN_13), ids=lambda one: one.name)
def three(request: pytest.FixtureRequest, here: Lab) -> Iterator[Stage]:
    with staged(here, request.param, OWN, _SERVICES) as made:
        yield made


@pytest.fixture(params=dict.fromkeys(variant for _, variant in VARIANTS))
def stage(request: pytest.FixtureRequest, three: Stage) -> Iterator[Stage]:
    three.where = request.param
    with empty(three, request.function) as ready:
        yield ready


@scenario(
    "monitor missing",
    "kill -9 of httpd, of a resource without a recurring monitor",
    "monitor-missing",
    stages=VARIANTS,
)
def test_monitor_missing(stage):
    """Nobody sees that it is down."""
    stage.begin(stage.primitive("hello"))
    if stage.where == WITH:  # crmsh would give it one that nobody asked for
        stage.node.run("cibadmin", "--delete-all", "--xpath", "//op[@name='monitor']", "--force")
        stage.cluster.settle()
    stage.kill(stage.only("hello"), "hello")
    stage.later(15)
    believed, true = stage.cluster.running("hello"), stage.answering("hello")
    stage.saw(
        f"hello runs on {nodes(believed)}; {stage.cluster.failed('hello')}",
        f"hello answers on {nodes(true)} after 15 s",
        harmed=bool(believed and not true),
        profile=stage.about("hello"),
    )


@scenario(
    "stop timeout",
    "crm_resource --ban while a request takes 8 s, of a resource whose stop may take 2 s",
    "stop-timeout-too-short",
    stages=VARIANTS,
)
def test_stop_timeout(stage):
    """A stop that waits for a request outlives its timeout: the resource is blocked where it is, and starts nowhere else."""
    operations = (
        OPERATIONS.replace("timeout=100s", "timeout=2s") if stage.where == WITH else OPERATIONS
    )
    stage.begin(stage.primitive("slow", operations))
    host = stage.only("slow")
    before = count_asleep(host.root)
    with Load(host, "slow", "?seconds=8&words=asleep"):
        host.until(lambda: count_asleep(host.root) > before, "a request under way", 30)
        host.run("crm_resource", "-r", "slow", "--ban", "-N", host.name)
        stage.cluster.settle()
    stage.later(5)
    believed, true = stage.cluster.running("slow"), stage.answering("slow")
    stage.saw(
        f"slow runs on {nodes(believed)}; {stage.cluster.failed('slow')}",
        f"slow answers on {nodes(true)}",
        harmed=not true,
        profile=stage.about("slow"),
    )


@scenario(
    "started at boot",
    "reboot of a node, where the profile leaves to systemd what has a resource",
    "two-managers",
    stages=VARIANTS,
)
def test_started_at_boot(stage):
    """A unit that systemd starts at boot runs beside the one that Pacemaker started, which then restarts all of them."""
    profile = stage.about("hello")
    if stage.where == WITH:
        profile = profile.replace("manager: pacemaker", "manager: systemd")
        for host in stage.cluster.hosts:
            install(host, profile)
    stage.begin(stage.primitive("hello"))
    node = stage.only("hello")
    other = next(host for host in stage.cluster.hosts if host is not node)
    other.reboot()
    twice = bool(answers(other, "hello"))
    with Load(node, "hello") as client:
        other.run("systemctl", "start", "corosync", "pacemaker")
        node.until(
            lambda: other.name in node.says("crm_node", "--list", "--partition"),
            "the node again",
            90,
        )
        stage.later(15)
    for host in stage.cluster.hosts:
        host.run("systemctl", "disable", "wsgi-hello", check=False)
        install(host, stage.profile)
    stage.saw(
        f"hello ran on {node.name}",
        f"after the boot hello answered on {other.name} {'too' if twice else 'not'}; {lost(client, 'hello')}",
        harmed=twice,
        profile=profile,
    )


@scenario(
    "restarted behind Pacemaker",
    "three times kill -9 of httpd, where a drop-in after Pacemaker's own says Restart=always",
    "two-managers",
    stages=VARIANTS,
    blind=True,
)
def test_restarted_behind_pacemaker(stage):
    """systemd brings back what Pacemaker should count as failed; without such a drop-in the Restart=no of Pacemaker's own holds."""
    host = stage.node
    directory = f"/{'etc' if stage.where == WITH else 'run'}/systemd/system/wsgi-hello.service.d"
    name = (
        "90-restart.conf" if stage.where == WITH else "10-restart.conf"
    )  # Pacemaker's is 50-pacemaker.conf
    text = "[Service]\\nRestart=always\\nRestartSec=100ms\\n"
    for one in stage.cluster.hosts:
        one.run(
            "sh",
            "-c",
            f"mkdir -p {directory}; printf '{text}' >{directory}/{name}; systemctl daemon-reload",
        )
    stage.begin(
        stage.primitive("hello").replace("interval=3s", "interval=10s"),
        f"location here hello 1000: {host.name}",
    )
    stage.node.until(lambda: answers(host, "hello"), "hello", 60)
    for _ in range(3):
        stage.kill(host, "hello")
        stage.later(12)
        host.until(lambda: answers(host, "hello"), "hello again", 60)
    failures = stage.cluster.failures("hello")
    for one in stage.cluster.hosts:
        one.run("sh", "-c", f"rm -f {directory}/{name}; systemctl daemon-reload")
    stage.saw(
        stage.cluster.failed("hello"), "hello was killed 3 times, and answers", harmed=failures < 3
    )


@scenario(
    "promoted unit",
    "a promotable clone of a systemd unit",
    "clone-vs-primitive-mismatch",
    stages=VARIANTS,
)
def test_promoted_unit(stage):
    """Pacemaker ignores it: nothing is started."""
    primitive = f'<primitive id="hello" class="systemd" type="{stage.unit("hello")}"/>'
    promotable = "true" if stage.where == WITH else "false"
    meta = f'<meta_attributes id="m"><nvpair id="p" name="promotable" value="{promotable}"/></meta_attributes>'
    stage.node.run(
        "cibadmin",
        "--create",
        "--scope",
        "resources",
        "--xml-text",
        f'<clone id="hello-clone">{meta}{primitive}</clone>',
    )
    stage.later(10)
    believed, true = stage.cluster.running("hello-clone"), stage.answering("hello")
    stage.saw(
        f"hello runs on {nodes(believed)}",
        f"hello answers on {nodes(true)}",
        harmed=not true,
        profile=stage.about("hello"),
    )


@scenario(
    "parameters of a unit",
    "configfile=/etc/wsgigen/slow/httpd.conf for systemd:wsgi-hello",
    "unit-with-parameters",
    stages=VARIANTS,
)
def test_parameters(stage):
    """The parameter chooses nothing: the unit's own configuration serves."""
    name = "configfile" if stage.where == WITH else ""
    parameter = f'<instance_attributes id="i"><nvpair id="v" name="{name}" value="/etc/wsgigen/slow/httpd.conf"/></instance_attributes>'
    unit = stage.unit("hello" if name else "slow")
    primitive = (
        f'<primitive id="r" class="systemd" type="{unit}">{parameter if name else ""}</primitive>'
    )
    stage.node.run("cibadmin", "--create", "--scope", "resources", "--xml-text", primitive)
    stage.node.until(lambda: stage.answering("hello") or stage.answering("slow"), "one of them", 60)
    stage.saw(
        f"the resource that should serve slow runs on {nodes(stage.cluster.running('r'))}",
        f"slow answers on {nodes(stage.answering('slow'))}, hello on {nodes(stage.answering('hello'))}",
        harmed=not stage.answering("slow"),
    )


@scenario("template", "a resource systemd:apache2@", "template-without-instance", stages=VARIANTS)
def test_template(stage):
    """Its probe fails on every node and the stop that follows, too: it is blocked everywhere; with fencing each node would be fenced."""
    # What is blocked may leave a trace of its name, so that the other one has another.
    name, unit = ("template", "apache2@") if stage.where == WITH else ("hello", "wsgi-hello")
    stage.begin(f"primitive {name} systemd:{unit} {OPERATIONS}")
    stage.later(10)
    blocked, true = stage.cluster.blocked(name), stage.answering("hello")
    stage.saw(
        f"{stage.cluster.failed(name)}, and is blocked on {nodes(blocked)}",
        f"hello answers on {nodes(true)}",
        harmed=not true,
        profile=stage.about("hello"),
    )


@scenario(
    "missing unit",
    "slow is ordered after systemd:openstack-keystone, which is left over: its unit is gone, and keystone has another one",
    "dangling-service-resource",
    stages=VARIANTS,
)
def test_missing_unit(stage):
    """A resource that is ordered after it never starts."""
    left = [stage.primitive("old", unit="openstack-keystone")] if stage.where == WITH else []
    order = f"order first Mandatory: {'old' if left else 'keystone'} slow"
    stage.begin(*left, stage.primitive("keystone"), stage.primitive("slow"), order)
    stage.later(10)
    true = stage.answering("slow")
    believed = {name: nodes(stage.cluster.running(name)) for name in ("keystone", "slow")}
    stage.saw(
        f"keystone runs on {believed['keystone']}, slow on {believed['slow']}; failed: {stage.cluster.operations_failed()}",
        f"keystone answers on {nodes(stage.answering('keystone'))}, slow on {nodes(true)}",
        harmed=not true,
        profile=stage.about("keystone", "slow"),
    )


@scenario(
    "left over",
    "hello leaves the cluster, and slow is ordered after it",
    "divest-leftover",
    stages=VARIANTS,
)
def test_left_over(stage):
    """To stop what leaves is to stop what was ordered after it."""
    order = ["order first Mandatory: hello slow"] if stage.where == WITH else []
    stage.begin(stage.primitive("hello"), stage.primitive("slow"), *order)
    host = stage.only("slow")
    with Load(host, "slow") as load:
        host.until(lambda: load.seen["200"], "an answer", 30)
        stage.node.run(
            "crm_resource", "-r", "hello", "--meta", "-p", "target-role", "-v", "Stopped"
        )
        stage.later(5)
    true = stage.answering("slow")
    profile = stage.about("hello", "slow").replace("  hello: {", "  hello: {manager: systemd, ")
    stage.saw(
        f"slow runs on {nodes(stage.cluster.running('slow'))}",
        f"slow answers on {nodes(true)}; {lost(load)}",
        harmed=not true,
        profile=profile,
    )


@scenario(
    "nobody's",
    "kill -9 of httpd, of a unit that is left to Pacemaker, which has no resource for it",
    "managed-by-nobody",
    stages=VARIANTS,
)
def test_nobodys(stage):
    """Nobody starts it again."""
    if stage.where == WITH:
        stage.node.run("systemctl", "start", "wsgi-hello")
    else:
        stage.begin(stage.primitive("hello"))
    stage.kill(stage.only("hello"), "hello")
    stage.later(20)
    true = stage.answering("hello")
    believed = (
        "has no resource for hello"
        if stage.where == WITH
        else f"hello runs on {nodes(stage.cluster.running('hello'))}"
    )
    stage.saw(
        believed,
        f"hello answers on {nodes(true)} after 20 s",
        harmed=not true,
        profile=stage.about("hello"),
    )


@scenario(
    "passive under systemd",
    "systemctl start wsgi.target, as at boot, for a service that must run once",
    "passive-under-systemd",
    stages=VARIANTS,
)
def test_passive_under_systemd(stage):
    """It runs on every node."""
    service = "once" if stage.where == WITH else "hello"
    if service == "hello":
        stage.begin(stage.primitive("hello"))
    for host in stage.cluster.hosts if service == "once" else ():
        start(host)
    stage.node.until(lambda: stage.answering(service), service, 60)
    stage.later(3)
    true = stage.answering(service)
    believed = (
        f"it runs on {nodes(stage.cluster.running('hello'))}"
        if service == "hello"
        else "it has no resource"
    )
    stage.saw(
        believed, f"it answers on {nodes(true)}", harmed=len(true) > 1, profile=stage.about(service)
    )


@scenario(
    "virtual address",
    "a clone that listens on an address which one node has",
    "listen-on-virtual-address",
    stages=VARIANTS,
)
def test_virtual_address(stage):
    """On every other node its start fails, and is not tried again."""
    service = "virtual" if stage.where == WITH else "hello"
    address = f"primitive address ocf:heartbeat:IPaddr2 params ip={_VIRTUAL} cidr_netmask=24 nic=eth0 op monitor interval=10s timeout=20s"
    stage.begin(address)
    stage.begin(stage.primitive(service), f"clone {service}-clone {service} meta interleave=true")
    stage.later(5)
    believed = stage.cluster.running(f"{service}-clone")
    true = [
        host.name
        for host in stage.cluster.hosts
        if host.says("systemctl", "is-active", stage.unit(service)) == "active"
    ]
    stage.saw(
        f"it runs on {nodes(believed)}, the address is on {nodes(stage.cluster.running('address'))}",
        f"its unit is active on {nodes(true)}",
        harmed=len(true) < len(stage.cluster.hosts),
        profile=stage.about(service),
    )
