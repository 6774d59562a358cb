"""httpd listens on the virtual addresses, whose ports a load balancer on the node needs.

What it checks
    No site listens on every address while there are virtual addresses:
    `cluster: {virtual_addresses: [...]}`, or the IPaddr2 resources of the CIB.

Why it matters
    A socket that listens on all addresses takes the port of each single address. A load balancer on
    the same node that offers the service on its own port, at the virtual address, cannot bind it;
    or httpd cannot, when the balancer was first. Which of them fails depends on the order of their
    starts, so the fault shows at the next failover.

Instead
    Set `listen: <the node's own address>`, or give the sites other ports than the balancer's.

Source
    man 7 ip, SO_REUSEADDR: no other socket may be bound where one listens; seen on Linux 6:
    "Address already in use" for 127.0.0.1:port while [::]:port listens, and for httpd 2.4.71 as
    "AH00072: make_sock: could not bind to address"
    https://docs.openstack.org/ha-guide/: HAProxy binds the services' own ports at the virtual
    address
    crowbar/crowbar-openstack, chef/cookbooks/horizon: takes Listen 80 and 443 away from Apache
    where HAProxy has them
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.addresses import WILDCARDS, listen_addresses, listen_key, virtual_addresses
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.plan.model import Site
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each key that lets sites listen on every address."""
    moving = sorted(virtual_addresses(view))
    sites_by_key: dict[KeyPath, list[Site]] = {}
    for site in view.sites:
        if any(_takes(host, address) for host in listen_addresses(site) for address in moving):
            sites_by_key.setdefault(listen_key(view, site), []).append(site)
    for key, sites in sites_by_key.items():
        ports = join_some(str(site.port) for site in sites)
        yield Finding(
            f"httpd takes port {ports} of every address:"
            f" a load balancer on the same node cannot bind it on {join_some(moving)}",
            "set listen to the node's own address,"
            " or give the sites ports that the balancer does not use",
            key,
            tuple(site.service for site in sites),
        )


def _takes(host: str, address: str) -> bool:
    return host in WILDCARDS[:2] or (host == WILDCARDS[2] and ":" not in address)


RULE = Rule(
    "wildcard-beside-balancer",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ADDRESSES),
)
