"""An upgrade of the distribution's Apache restarts it without asking Pacemaker.

What it checks
    On Debian, Ubuntu, EL and Fedora, the profile puts no service that Pacemaker manages into the
    platform's own Apache.

Why it matters
    The package's scripts restart the platform's unit when it is upgraded, and ask nobody. All
    services of the unit lose the requests that run longer than the stop waits. A monitor that runs
    in between finds the unit stopped: Pacemaker counts a failure, and recovers a unit that is about
    to come back. The units of other instances belong to no package that restarts them.

Instead
    Use `layout: per-service`; or use maintenance mode for every upgrade, one node at a time. On EL
    and Fedora the file /etc/sysconfig/httpd-disable-posttrans keeps the package from restarting the
    unit.

Source
    Debian 12: apache2 2.4.71, postinst (deb-systemd-invoke restart)
    Fedora and EL: httpd.spec, %posttrans (systemctl try-restart httpd.service unless
    /etc/sysconfig/httpd-disable-posttrans is there)
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding, for the platform's own Apache."""
    platform = view.plan.platform if view.plan else None
    if platform is None or not platform.restarts_httpd_on_upgrade or not platform.privileged:
        return
    for instance in view.instances:
        if not instance.dedicated and instance.manager is Manager.PACEMAKER:
            services = tuple(site.service for site in instance.sites)
            yield Finding(
                f"{instance.unit} is restarted by each upgrade of the package"
                f" {platform.packages['httpd']} behind Pacemaker's back,"
                f" and {join_some(services)} with it",
                "set layout: per-service, whose units no package restarts,"
                " or upgrade in maintenance mode",
                ("layout",),
                services,
            )


RULE = Rule("package-restarts-unit", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
