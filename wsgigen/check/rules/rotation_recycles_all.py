"""Each rotation of the platform's Apache logs replaces the daemon processes of all services.

What it checks
    At most one service is in the platform's own Apache, whose logs the platform's logrotate file
    rotates.

Why it matters
    After each rotation, every night on Debian, that file reloads the unit. No request is lost by
    this, but the processes of every service end and begin at the same time: all import their
    applications again, connect to the database again, and start with cold caches. On a machine that
    is just large enough for them, this is the busiest minute of the day.

Instead
    Use `layout: per-service`: nothing reloads its units because of a log.

Source
    Debian 12, apache2: /etc/logrotate.d/apache2 (daily, `invoke-rc.d apache2 reload`); EL, httpd:
    /etc/logrotate.d/httpd
    vhost_templates/dropin.unit.j2, recycle.python.j2: a reload recycles the daemon groups of every
    service of the unit
    crowbar/crowbar-openstack pull request 1581, crowbar/crowbar-core pull request 1508: what a
    logrotate reload did to keystone
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding, for the platform's own Apache."""
    for instance in view.instances:
        if not instance.dedicated and instance.serves_several:
            services = tuple(site.service for site in instance.sites)
            processes = sum(site.daemon.processes for site in instance.sites)
            yield Finding(
                f"{instance.unit} is reloaded at each rotation of its logs:"
                f" {processes} processes of {join_some(services)} are replaced at once",
                "set layout: per-service, or use copytruncate instead of the reload"
                " in the platform's logrotate file for httpd",
                ("layout",),
                services,
            )


RULE = Rule("rotation-recycles-all", __doc__, Severity.ADVICE, check, needs=(Need.PROFILE,))
