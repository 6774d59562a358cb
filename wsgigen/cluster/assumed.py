"""Plan -> CIB: the cluster that the profile describes, when no live one is given.

One resource per service, as Pacemaker's per-component model has it, or one per instance where the
profile says so; clones, unless the service is active/passive.
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Components, LayoutName, Manager, Mode
from wsgigen.errors import Origin
from wsgigen.pacemaker.cib.model import Cib, Clone, Node, Operation, Primitive
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT
from wsgigen.plan.model import Instance, Plan
from wsgigen.plan.times import OPERATION_MARGIN
from wsgigen.profile.model import Cluster

#: A cluster of three is the smallest that survives a node.
NODES = ("ctl1", "ctl2", "ctl3")


def assume(plan: Plan, cluster: Cluster) -> Cib:
    """The CIB that a person would write for *plan*; every operation has the time that its unit takes."""
    nodes = cluster.nodes or NODES
    primitives = [*_primitives(plan, cluster), _fencing(nodes)]
    clones = [
        Clone(one.clone, one.id, {"interleave": "true"}, at=one.at)
        for one in primitives
        if one.clone
    ]
    return Cib(
        feature_set="3.16.1",
        schema="pacemaker-3.9",
        properties={"stonith-enabled": "true"},
        nodes=tuple(Node(name, at=("cluster", "nodes")) for name in nodes),
        primitives={one.id: one for one in primitives},
        groups={},
        clones={one.id: one for one in clones},
        bundles={},
        orders=(),
        colocations=(),
        locations=(),
    )


def _primitives(plan: Plan, cluster: Cluster) -> Iterator[Primitive]:
    for instance in plan.instances:
        if cluster.components is Components.INSTANCE and instance.manager is Manager.PACEMAKER:
            active = all(site.mode is Mode.ACTIVE_ACTIVE for site in instance.sites)
            where = (
                ("groups", instance.name)
                if plan.layout is LayoutName.GROUPED and instance.shared
                else ("layout",)
            )
            yield _primitive(instance, instance.name, cluster, where, cloned=active)
        elif cluster.components is Components.SERVICE:
            for site in instance.sites:
                if site.manager is Manager.PACEMAKER:
                    at = ("services", site.service)
                    yield _primitive(
                        instance, site.service, cluster, at, cloned=site.mode is Mode.ACTIVE_ACTIVE
                    )


def _primitive(
    instance: Instance, name: str, cluster: Cluster, at: Origin, *, cloned: bool
) -> Primitive:
    operations = (
        Operation("monitor", cluster.monitor_interval, DEFAULT_TIMEOUT, at=at),
        Operation("start", 0, instance.start + OPERATION_MARGIN, at=at),
        Operation("stop", 0, instance.stop + OPERATION_MARGIN, at=at),
    )
    unit = instance.unit.removesuffix(".service")
    return Primitive(
        name,
        "systemd",
        None,
        unit,
        {},
        {},
        operations,
        clone=f"{name}-clone" if cloned else None,
        at=at,
    )


def _fencing(nodes: tuple[str, ...]) -> Primitive:
    """A cluster without fencing is another finding than the ones looked for here."""
    at = ("cluster",)
    monitor = Operation("monitor", 60, DEFAULT_TIMEOUT, at=at)
    return Primitive(
        "fencing",
        "stonith",
        None,
        "fence_ipmilan",
        {"pcmk_host_list": " ".join(nodes)},
        {},
        (monitor,),
        at=at,
    )
