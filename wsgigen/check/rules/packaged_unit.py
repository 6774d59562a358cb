"""The distribution's package also starts the service.

What it checks
    On Debian and Ubuntu, no service comes from a package whose own unit starts it when the package
    is installed.

Why it matters
    Debian's packages enable and start their units, such as keystone.service, which listen on the
    services' ports. httpd then cannot bind such a port and does not start; in the platform's own
    Apache none of the other services starts either. After an upgrade of the package the unit may be
    back. Whoever looks at the packaged unit sees a service that runs, but not the right one.

Instead
    Hold the packaged units back with a condition that is never met: for keystone.service a file
    /etc/systemd/system/keystone.service.d/hold.conf with the lines `[Unit]` and
    `ConditionPathExists=/nonexistent`, then `systemctl daemon-reload` and
    `systemctl stop keystone.service`. systemd then skips each start, at boot and by a package. Do
    not mask keystone.service: its package enables it with systemctl when it is installed or
    upgraded, which fails for a masked unit. Or install the service in a virtual environment,
    without its package.

Source
    Debian 12, keystone 2:22.0.2 and placement-api 8.0.0: postinst (deb-systemd-helper enable,
    invoke-rc.d start)
    Debian 12 and 13, keystone 2:22.0.2 and 2:27.0.0: postinst (systemctl enable keystone) ends with
    status 1 where the unit is masked
    systemd.unit(5), ConditionPathExists=: a start whose condition is not met is skipped, and is no
    failure
    Debian Policy 9.3.3: packages start their services when they are installed; what each service's
    unit is: wsgigen/catalog/services
    httpd 2.4.71: one listener that cannot be bound ends httpd ("no listening sockets available")
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield one finding for all services without a virtual environment: the way out is the same."""
    platform = view.plan.platform if view.plan else None
    if platform is None or not platform.starts_units_on_install or not platform.privileged:
        return
    units = {}
    for site in view.sites:
        account = view.facts(site).accounts.get(platform.family)
        if account and account.unit and account.package and not site.daemon.venv:
            units[site.service] = account.unit
    if units:
        yield Finding(
            f"Debian's packages start {join_some(units.values())} themselves,"
            " on the ports that httpd needs: httpd does not start while they run",
            "hold each unit back with a drop-in that has ConditionPathExists=/nonexistent,"
            " and stop it; see wsgigen explain packaged-unit",
            ("platform",),
            tuple(units),
        )


RULE = Rule("packaged-unit", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
