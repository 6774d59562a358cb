"""Plan -> CIB: the cluster that the profile describes, when no live one is given.

One resource per service, as Pacemaker's per-component model has it, or one per instance where the
profile says so; clones, unless the service is active/passive.
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Components, LayoutName, Manager, Mode
from wsgigen.errors import KeyPath
from wsgigen.pacemaker.cib.model import Cib, Clone, Node, Operation, Primitive
from wsgigen.pacemaker.operations import DEFAULT_TIMEOUT
from wsgigen.plan.model import Instance, Plan
from wsgigen.plan.times import OPERATION_MARGIN
from wsgigen.profile.model import Cluster

#: A cluster of three is the smallest that survives a node.
NODES = ("ctl1", "ctl2", "ctl3")


def assume(plan: Plan, cluster: Cluster) -> Cib:
    """Return the CIB that a person would write for *plan*.

    Every operation has the time that its unit takes.
    """
    nodes = cluster.nodes or NODES
    primitives = [*_primitives(plan, cluster), _fencing_device(nodes)]
    clones = [
        Clone(primitive.clone, primitive.id, {"interleave": "true"}, at=primitive.at)
        for primitive in primitives
        if primitive.clone
    ]
    return Cib(
        feature_set="3.16.1",
        schema="pacemaker-3.9",
        properties={"stonith-enabled": "true"},
        nodes=tuple(Node(name, at=("cluster", "nodes")) for name in nodes),
        primitives={primitive.id: primitive for primitive in primitives},
        groups={},
        clones={clone.id: clone for clone in clones},
        bundles={},
        orders=(),
        colocations=(),
        locations=(),
    )


def _primitives(plan: Plan, cluster: Cluster) -> Iterator[Primitive]:
    for instance in plan.instances:
        if cluster.components is Components.SERVICE:
            for site in instance.sites:
                if site.manager is Manager.PACEMAKER:
                    is_clone = site.mode is Mode.ACTIVE_ACTIVE
                    key = ("services", site.service)
                    yield _primitive(instance, site.service, cluster, key, is_clone=is_clone)
        elif instance.manager is Manager.PACEMAKER:
            is_clone = all(site.mode is Mode.ACTIVE_ACTIVE for site in instance.sites)
            is_group = plan.layout is LayoutName.GROUPED and instance.serves_several
            group_or_layout = ("groups", instance.name) if is_group else ("layout",)
            yield _primitive(instance, instance.name, cluster, group_or_layout, is_clone=is_clone)


def _primitive(
    instance: Instance, name: str, cluster: Cluster, key: KeyPath, *, is_clone: bool
) -> Primitive:
    operations = (
        Operation("monitor", cluster.monitor_interval, DEFAULT_TIMEOUT, at=key),
        Operation("start", 0, instance.start + OPERATION_MARGIN, at=key),
        Operation("stop", 0, instance.stop + OPERATION_MARGIN, at=key),
    )
    return Primitive(
        id=name,
        standard="systemd",
        provider=None,
        type=instance.unit.removesuffix(".service"),
        parameters={},
        meta={},
        operations=operations,
        clone=f"{name}-clone" if is_clone else None,
        at=key,
    )


def _fencing_device(nodes: tuple[str, ...]) -> Primitive:
    """Return a fencing device, so that no rule finds its absence."""
    key = ("cluster",)
    return Primitive(
        id="fencing",
        standard="stonith",
        provider=None,
        type="fence_ipmilan",
        parameters={"pcmk_host_list": " ".join(nodes)},
        meta={},
        operations=(Operation("monitor", 60, DEFAULT_TIMEOUT, at=key),),
        at=key,
    )
