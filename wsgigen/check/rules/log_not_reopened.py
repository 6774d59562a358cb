"""httpd keeps writing into the error log that logrotate has moved.

What it checks
    No service runs in the platform's own Apache, whose logs the platform's logrotate file rotates.

Why it matters
    That file reloads the unit after the rotation. Once services run there, a reload replaces
    their daemon processes and leaves httpd's parent process alone, because a signal to the parent
    would cut off every request after 3 s. But the parent holds the error log of the server open:
    it goes on writing into the moved file, and the lines are lost once that file is compressed.
    The logs of the services are piped and need no signal; but the error log of the server is
    where httpd says why a daemon process died.

Instead
    Put `copytruncate` into the platform's logrotate file for httpd in place of its postrotate. Or
    use `layout: per-service`, whose instances log their errors to the journal.

Source
    Debian 12, apache2: /etc/logrotate.d/apache2 (daily, delaycompress, postrotate reloads); EL,
    httpd: /etc/logrotate.d/httpd
    vhost_templates/dropin.unit.j2, service-common.unit.j2: ExecReload is the test, the recycle of
    the daemons and the start check
    GrahamDumpleton/mod_wsgi, issue 383: daemons are killed 3 s after a graceful restart of the
    parent
    man logrotate: copytruncate
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding, for the platform's Apache."""
    for instance in view.instances:
        if not instance.dedicated:
            yield Finding(
                f"{instance.unit} does not reopen its error log on a reload:"
                " logrotate moves the log, and httpd goes on writing into the moved file",
                "set copytruncate in the platform's logrotate file for httpd,"
                " or set layout: per-service",
                ("layout",),
                tuple(site.service for site in instance.sites),
            )


RULE = Rule("log-not-reopened", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
