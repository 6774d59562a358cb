"""Clusters to ask about: services as clones on units, and what else a test adds."""

from collections.abc import Mapping

from wsgigen.pacemaker.cib.constraints import Order
from wsgigen.pacemaker.cib.model import Cib, Clone, Node, Operation, Primitive

#: Two services behind one Apache, and each behind its own.
ALIAS = {"keystone": "apache2", "nova-api": "apache2"}
APART = {"keystone": "wsgi-keystone", "nova-api": "wsgi-nova-api"}


def primitive(name: str, unit: str, *more: Operation, cloned: bool = True) -> Primitive:
    """A resource of class systemd."""
    operations = (
        Operation("monitor", 10, 20),
        Operation("start", 0, 100),
        Operation("stop", 0, 100),
        *more,
    )
    return Primitive(
        name, "systemd", None, unit, {}, {}, operations, clone=f"{name}-clone" if cloned else None
    )


def cluster(
    services: Mapping[str, str],
    *more: Primitive,
    nodes: int = 2,
    orders: tuple[tuple[str, str], ...] = (),
) -> Cib:
    """A clone per service on its unit, other primitives, and orders between them."""
    fencing = Primitive(
        "fencing",
        "stonith",
        None,
        "fence_ipmilan",
        {"pcmk_host_list": "ctl1"},
        {},
        (Operation("monitor", 60, 20),),
    )
    primitives = (fencing, *(primitive(name, unit) for name, unit in services.items()), *more)
    return Cib(
        feature_set="3.16.1",
        schema="pacemaker-3.8",
        properties={"stonith-enabled": "true"},
        nodes=tuple(Node(f"ctl{number}") for number in range(1, nodes + 1)),
        primitives={one.id: one for one in primitives},
        groups={},
        clones={
            one.clone: Clone(one.clone, one.id, {"interleave": "true"})
            for one in primitives
            if one.clone
        },
        bundles={},
        orders=tuple(
            Order(f"{first}-then-{then}", f"{first}-clone", f"{then}-clone")
            for first, then in orders
        ),
        colocations=(),
        locations=(),
    )


def units(cib: Cib) -> dict[str, str]:
    """Which unit each primitive drives."""
    return {
        one.id: f"{one.type}.service"
        for one in cib.primitives.values()
        if one.standard == "systemd"
    }


def services(cib: Cib) -> dict[str, tuple[str, ...]]:
    """Return the services behind each unit, one for each of its resources."""
    behind: dict[str, tuple[str, ...]] = {}
    for name, unit in units(cib).items():
        behind[unit] = (*behind.get(unit, ()), name)
    return behind
