"""Which manager a primitive should have, and why.

Source
    openstack/tripleo-specs, specs/newton/pacemaker-next-generation-architecture.rst: what stays
    openstack/tripleo-heat-templates, extraconfig/tasks/major_upgrade_pacemaker_migrations.sh: what
    left, and that the Dummy and the Delay that had been added for the order's sake left with it
    crowbar/crowbar-openstack pull request 1256: the same for SUSE, and what it kept
    openstack/puppet-tripleo, manifests/profile/pacemaker: what is there since
"""

from enum import StrEnum

from wsgigen.catalog.choices import Mode
from wsgigen.cluster.catalog_entry import catalog_entry
from wsgigen.cluster.view import ClusterView
from wsgigen.migrate.relations import resource_of
from wsgigen.pacemaker.cib.model import INFINITY, Primitive
from wsgigen.pacemaker.cib.units import is_httpd


class RecommendedManager(StrEnum):
    """Who should start and stop a resource."""

    SYSTEMD = "systemd"
    PACEMAKER = "pacemaker"
    NOBODY = "nobody"  #: it only holds others in order
    UNKNOWN = "unknown"  #: somebody who knows the service must say


_ONE_ADDRESS = "an address is on one node at a time"
_ONE_WRITER = "one node at a time writes"
_JOINS_ALONE = "its nodes join and leave their cluster one by one"

#: OCF agents of what needs a cluster manager, with the reason.
_STAYS = {
    "IPaddr2": _ONE_ADDRESS,
    "IPaddr": _ONE_ADDRESS,
    "IPv6addr": _ONE_ADDRESS,
    "galera": "after all nodes went down, only the one with the last transaction may begin",
    "mysql": _ONE_WRITER,
    "pgsql": _ONE_WRITER,
    "redis": _ONE_WRITER,
    "ovndb-servers": _ONE_WRITER,
    "rabbitmq-cluster": _JOINS_ALONE,
    "rabbitmq-server-ha": _JOINS_ALONE,
    "NovaEvacuate": "it acts when a node is fenced",
    "remote": "it makes a machine a node of the cluster",
}
#: The manager of a service by its mode, with the reason.
_BY_MODE = {
    Mode.ACTIVE_ACTIVE: (RecommendedManager.SYSTEMD, "may run on every node at once"),
    Mode.ACTIVE_PASSIVE: (RecommendedManager.PACEMAKER, "may run on one node only"),
}
#: OCF agents that do nothing.
_ANCHORS = ("Dummy", "Delay")
#: Units, without `openstack-`, that TripleO took out of Pacemaker, and the catalogue does not have.
_LEAVES = frozenset({
    "memcached", "mongod", "neutron-dhcp-agent", "neutron-l3-agent", "neutron-metadata-agent",
    "neutron-openvswitch-agent", "ceilometer-api", "ceilometer-central", "ceilometer-collector",
    "ceilometer-notification", "aodh-evaluator", "aodh-listener", "aodh-notifier",
    "cinder-scheduler", "glance-registry", "gnocchi-metricd", "gnocchi-statsd",
    "heat-api-cloudwatch", "heat-engine", "nova-conductor", "nova-consoleauth", "nova-novncproxy",
    "nova-scheduler", "sahara-api", "sahara-engine",
})  # fmt: skip


def recommended_manager(view: ClusterView, primitive: Primitive) -> tuple[RecommendedManager, str]:
    """Return who should start and stop *primitive*, and why."""
    clone = view.cib.clone_of(primitive)
    agent = "remote" if "remote-node" in primitive.meta else primitive.type
    if primitive.standard == "ocf" and agent in _STAYS:
        return RecommendedManager.PACEMAKER, _STAYS[agent]
    if primitive.bundle:
        return RecommendedManager.UNKNOWN, "it runs in a container that the cluster makes"
    if clone and clone.promotable:
        why = "one of its copies is promoted, and only Pacemaker chooses which"
        return RecommendedManager.PACEMAKER, why
    if primitive.standard == "ocf" and primitive.type in _ANCHORS:
        return RecommendedManager.NOBODY, "it does nothing, and only holds others in order"
    if clone and clone.meta.get("clone-max") == "1":
        return RecommendedManager.PACEMAKER, "somebody said that it runs once (clone-max=1)"
    return _of_service(view, primitive)


def _of_service(view: ClusterView, primitive: Primitive) -> tuple[RecommendedManager, str]:
    identity = catalog_entry(primitive)
    if identity and identity.mode:
        return _by_mode(identity.name, identity.mode)
    name = primitive.type.removesuffix(".service").removeprefix("openstack-")
    if name == "haproxy":
        return _of_balancer(view, primitive)
    if primitive.standard in ("systemd", "service", "lsb") and name in _LEAVES:
        return _by_mode(name, Mode.ACTIVE_ACTIVE)
    return _of_httpd(view, primitive)


def _by_mode(service: str, mode: Mode) -> tuple[RecommendedManager, str]:
    manager, how = _BY_MODE[mode]
    return manager, f"{service} {how}"


def _of_httpd(view: ClusterView, primitive: Primitive) -> tuple[RecommendedManager, str]:
    controlled = view.control.controlled_by(primitive)
    if controlled and controlled.instance:
        for site in controlled.instance.sites:
            if site.mode is Mode.ACTIVE_PASSIVE:
                return _by_mode(site.service, site.mode)
        return RecommendedManager.SYSTEMD, "its services may run on every node at once"
    if primitive.clone and is_httpd(primitive):
        return RecommendedManager.SYSTEMD, "this httpd runs on every node already"
    if primitive.clone:
        why = "it runs on every node already; nothing here says whether it needs an order"
        return RecommendedManager.UNKNOWN, why
    why = "it runs on one node at a time, and only Pacemaker starts it on another"
    return RecommendedManager.PACEMAKER, why


def _of_balancer(view: ClusterView, primitive: Primitive) -> tuple[RecommendedManager, str]:
    """Return Pacemaker where a balancer decides where something is placed."""
    if _places_an_address(view, resource_of(primitive)):
        return RecommendedManager.PACEMAKER, "an address is placed by whether it runs"
    if primitive.group:
        return RecommendedManager.PACEMAKER, "its group is placed by whether it runs"
    return RecommendedManager.SYSTEMD, "no address is placed by whether it runs"


def _places_an_address(view: ClusterView, resource: str) -> bool:
    for colocation in view.cib.colocations:
        ends = (colocation.resource, colocation.with_resource)
        if colocation.score >= INFINITY and resource in ends:
            others = view.cib.primitives_named(ends[1] if ends[0] == resource else ends[0])
            if any(primitive.type in ("IPaddr2", "IPaddr") for primitive in others):
                return True
    return False
