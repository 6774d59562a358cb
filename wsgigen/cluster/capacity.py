"""How many processes and how much memory an instance needs. Sizes are bytes."""

from wsgigen.catalog.model import Platform
from wsgigen.plan.model import Instance, Site

#: The least proportional set size. Source: measured on Debian 12, mod_wsgi 4.9.4, one process of
#: each of Keystone, Placement and Glance 2026.1 and of a trivial application, and an httpd with its
#: workers.
_OPENSTACK_PROCESS, _OTHER_PROCESS, _HTTPD = 95 * 1024**2, 4 * 1024**2, 4 * 1024**2


def processes(instance: Instance, platform: Platform) -> int:
    """Return the number of processes of *instance* as it is started.

    They are the parent, its first workers, two loggers for each site, and the daemons.

    Source: the configurations that wsgigen builds (StartServers 1, no logger for httpd's own log).
    """
    workers = instance.capacity.start_servers if instance.dedicated else platform.initial_workers
    return 1 + workers + sum(2 + site.daemon.processes for site in instance.sites)


def memory(instance: Instance) -> int:
    """Return the least that *instance* needs, once its applications are loaded."""
    return _HTTPD + sum(_memory(site) for site in instance.sites)


def _memory(site: Site) -> int:
    return site.daemon.processes * (_OPENSTACK_PROCESS if site.catalogued else _OTHER_PROCESS)
