"""logrotate moves the platform's own Apache logs away, and httpd goes on writing into the moved files.

What it checks
    Whether the services are in the platform's own Apache, whose logs the platform's logrotate file rotates.

Why it matters
    After the rotation that file reloads the unit. Once services live there, a reload replaces their daemon
    processes and leaves httpd's parent alone, because to signal the parent would cut off every request after 3 s. But it is
    the parent that holds the server's error log open: it writes on into the file that was moved, and into nothing
    once that is compressed. The services' own logs are piped and need no signal; the server's error log
    is where httpd says why a daemon process died.

Instead
    Put `copytruncate` into the platform's logrotate file for httpd, in place of its postrotate, or take
    `layout: per-service`, whose instances log their errors to the journal.

Source
    Debian 12, apache2: /etc/logrotate.d/apache2 (daily, delaycompress, postrotate reloads); EL, httpd: /etc/logrotate.d/httpd
    vhost_templates/dropin.unit.j2, service-common.unit.j2: ExecReload is the test, the recycle of the daemons and the start check
    GrahamDumpleton/mod_wsgi, issue 383: daemons are killed 3 s after a graceful restart of the parent
    man logrotate: copytruncate
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """One finding at most: there is one Apache of the platform's."""
    for instance in view.instances:
        if not instance.dedicated:
            yield Finding(
                f"a reload of {instance.unit} no longer reopens its error log: logrotate moves it, and httpd writes on into the moved file",
                "use copytruncate in the platform's logrotate file for httpd, or set layout: per-service",
                ("layout",),
                tuple(site.service for site in instance.sites),
            )


RULE = Rule("log-not-reopened", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
