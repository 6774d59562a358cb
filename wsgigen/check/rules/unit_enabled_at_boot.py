"""The distribution starts the platform's Apache at boot, without asking Pacemaker.

What it checks
    On Debian and Ubuntu, the profile puts no service that Pacemaker manages into the platform's own
    Apache. The units of other instances have no [Install] section, so nothing starts them at boot.

Why it matters
    The package apache2 enables its unit when it is installed. The preset that wsgigen writes says
    `disable`, but presets are read only when a package is first installed, and Apache is there
    before. So every node that boots starts Apache by itself, in standby and in maintenance too.
    Pacemaker finds the resource active where it never started it; a resource that should run once
    is then active on several nodes, and Pacemaker stops all of them to start one.

Instead
    Run `systemctl disable apache2.service` on every node, then accept the finding with that reason;
    or use `layout: per-service`, whose units nobody enables.

Source
    "Pacemaker Explained", Resources (resources.rst): systemd services under the cluster must not be
    enabled at boot
    Debian: apache2 2.4, postinst (deb-systemd-helper enable); init-system-helpers 1.65,
    deb-systemd-helper (`preset` at first installation)
    crowbar/crowbar-core#1018: apache2 left enabled beside Pacemaker; crm_simulate 2.1.5 shows
    multiple-active (stop_start)
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager, Mode
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding, for the platform's own Apache."""
    platform = view.plan.platform if view.plan else None
    if platform is None or not platform.starts_units_on_install or not platform.privileged:
        return
    for instance in view.instances:
        if instance.dedicated or instance.manager is not Manager.PACEMAKER:
            continue
        passive = [site.service for site in instance.sites if site.mode is Mode.ACTIVE_PASSIVE]
        consequence = (
            f"while another node runs {join_some(passive)}, and Pacemaker stops both"
            if passive
            else "in standby and maintenance too"
        )
        yield Finding(
            f"{instance.unit} is enabled by the package {platform.packages['httpd']}:"
            f" a node that boots starts it without Pacemaker, {consequence}",
            f"run systemctl disable {instance.unit} on every node and accept this with that reason,"
            " or set layout: per-service",
            ("layout",),
            tuple(site.service for site in instance.sites),
            Severity.CONFLICT if passive else Severity.RISK,
        )


RULE = Rule("unit-enabled-at-boot", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
