"""Cib -> who should start and stop each of its resources, and what binds those that may leave.

systemd restarts what fails on its own machine, and a load balancer leaves out what does not answer: for a service that may
run everywhere that is all there is to do. Pacemaker keeps what has to be in one place, or to be brought up in
an order that only it knows.

Source
    openstack/tripleo-specs, specs/newton/pacemaker-next-generation-architecture.rst: what stays
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh: what left, and that the Dummy and the
    Delay that had been put in for the order's sake went with it
    crowbar/crowbar-openstack pull request 1256: the same for SUSE, and what it kept
    openstack/puppet-tripleo, manifests/profile/pacemaker: what is there since
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wsgigen.cluster.catalog_entry import known
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Origin
from wsgigen.migrate.binding import Binding, bindings, resource_of
from wsgigen.pacemaker.cib.model import INFINITY, Primitive
from wsgigen.pacemaker.cib.units import is_httpd

#: `nobody`: it only held others in order. `unknown`: somebody who knows the service must say.
Keeper = Literal["systemd", "pacemaker", "nobody", "unknown"]

_WEIGHT: Mapping[Keeper, int] = {"nobody": 0, "systemd": 1, "unknown": 2, "pacemaker": 3}

#: OCF agents of what needs a cluster manager.
_STAYS = {
    "IPaddr2": "an address is on one node at a time",
    "IPaddr": "an address is on one node at a time",
    "IPv6addr": "an address is on one node at a time",
    "galera": "after all nodes went down, only the one with the last transaction may begin",
    "mysql": "one node at a time writes",
    "pgsql": "one node at a time writes",
    "redis": "one node at a time writes",
    "ovndb-servers": "one node at a time writes",
    "rabbitmq-cluster": "its nodes join and leave their cluster one by one",
    "rabbitmq-server-ha": "its nodes join and leave their cluster one by one",
    "NovaEvacuate": "it acts when a node is fenced",
    "remote": "it makes a machine a node of the cluster",
}
#: Agents that do nothing.
_ANCHORS = ("Dummy", "Delay")
#: Units, without `openstack-`, that TripleO took out of Pacemaker and that are no service or companion of the catalogue.
_LEAVES = frozenset({
    "memcached", "mongod", "neutron-dhcp-agent", "neutron-l3-agent", "neutron-metadata-agent", "neutron-openvswitch-agent",
    "ceilometer-api", "ceilometer-central", "ceilometer-collector", "ceilometer-notification", "aodh-evaluator", "aodh-listener",
    "aodh-notifier", "cinder-scheduler", "glance-registry", "gnocchi-metricd", "gnocchi-statsd", "heat-api-cloudwatch", "heat-engine",
    "nova-conductor", "nova-consoleauth", "nova-novncproxy", "nova-scheduler", "sahara-api", "sahara-engine",
})  # fmt: skip


@dataclass(frozen=True)
class Recommendation:
    """Who should keep one resource: a clone, a bundle, or a primitive of its own or of a group."""

    resource: str
    agent: str
    keeper: Keeper
    why: str
    at: Origin
    services: tuple[str, ...] = ()
    binding: Binding = Binding()

    @property
    def leaves(self) -> bool:
        """Whether it need not be in the cluster."""
        return self.keeper in ("systemd", "nobody")


def divest(view: ClusterView) -> tuple[Recommendation, ...]:
    """A verdict on each resource but for fencing devices, by name."""
    judged: dict[str, tuple[Primitive, Keeper, str]] = {}
    for one in sorted(view.resources, key=lambda one: one.id):
        name, said = resource_of(one), (one, *_keeper(view, one))
        judged[name] = max(
            judged.get(name, said), said, key=lambda each: _WEIGHT[each[1]]
        )  # a group is cloned as a whole
    bound = bindings(view)
    return tuple(_verdict(view, name, *judged[name], bound[name]) for name in sorted(judged))


def _verdict(
    view: ClusterView, name: str, primitive: Primitive, keeper: Keeper, why: str, binding: Binding
) -> Recommendation:
    return Recommendation(
        name, primitive.agent, keeper, why, primitive.at, view.services(name), binding
    )


def _keeper(view: ClusterView, primitive: Primitive) -> tuple[Keeper, str]:
    cib = view.cib
    clone = cib.clones.get(primitive.clone or "")
    kind = "remote" if "remote-node" in primitive.meta else primitive.type
    if primitive.standard == "ocf" and kind in _STAYS:
        return "pacemaker", _STAYS[kind]
    if primitive.bundle:
        return "unknown", "it runs in a container that the cluster makes"
    if clone and clone.promotable:
        return "pacemaker", "one of its copies is promoted, and only Pacemaker chooses which"
    if primitive.standard == "ocf" and primitive.type in _ANCHORS:
        return "nobody", "it does nothing, and only holds others in order"
    if clone and clone.meta.get("clone-max") == "1":
        return "pacemaker", "somebody said that it runs once (clone-max=1)"
    return _of_service(view, primitive)


def _of_service(view: ClusterView, primitive: Primitive) -> tuple[Keeper, str]:
    found = known(primitive)
    name = primitive.type.removesuffix(".service").removeprefix("openstack-")
    if found and found.mode:
        once = found.mode == "active-passive"
        return (
            ("pacemaker", f"{found.name} may run on one node only")
            if once
            else ("systemd", f"{found.name} may run on every node at once")
        )
    if name == "haproxy":
        return _balancer(view, primitive)
    if primitive.standard in ("systemd", "service", "lsb") and name in _LEAVES:
        return "systemd", f"{name} may run on every node at once"
    return _of_httpd(view, primitive)


def _of_httpd(view: ClusterView, primitive: Primitive) -> tuple[Keeper, str]:
    driven = view.controlled(primitive)
    if driven and driven.instance:
        once = [site.service for site in driven.instance.sites if site.mode == "active-passive"]
        return (
            ("pacemaker", f"{once[0]} may run on one node only")
            if once
            else ("systemd", "its services may run on every node at once")
        )
    if primitive.clone and is_httpd(primitive):
        return "systemd", "this httpd runs on every node already"
    if primitive.clone:
        return (
            "unknown",
            "it runs on every node already; nothing here says whether it needs an order",
        )
    return "pacemaker", "it runs on one node at a time, and only Pacemaker starts it on another"


def _balancer(view: ClusterView, primitive: Primitive) -> tuple[Keeper, str]:
    """Where an address is placed by whether the balancer runs, Pacemaker must know whether it does."""
    name = resource_of(primitive)
    for one in view.cib.colocations:
        if one.score >= INFINITY and name in (one.resource, one.with_resource):
            other = one.with_resource if one.resource == name else one.resource
            if any(each.type in ("IPaddr2", "IPaddr") for each in view.primitives_named(other)):
                return "pacemaker", "an address is placed by whether it runs"
    if primitive.group:
        return "pacemaker", "its group is placed by whether it runs"
    return "systemd", "no address is placed by whether it runs"
