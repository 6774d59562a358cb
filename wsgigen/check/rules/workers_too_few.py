"""The platform's Apache has fewer workers than its services need at once.

What it checks
    In the platform's own Apache, `MaxRequestWorkers` as it is installed is as many as the daemon
    processes answer and queue.

Why it matters
    Each request takes a worker of httpd for as long as it lasts, whether it is answered or waits.
    With too few workers, requests to one slow service hold those that all the others need, and
    their daemon processes stand idle.

Instead
    Raise MaxRequestWorkers and ServerLimit in the platform's MPM configuration, or use
    `layout: per-service`, where each instance has workers of its own, counted for its daemon
    processes.

Source
    https://httpd.apache.org/docs/2.4/mod/mpm_common.html: MaxRequestWorkers, ServerLimit; Debian,
    apache2: mods-available/mpm_event.conf
    GrahamDumpleton/mod_wsgi, src/server/management: how mod_wsgi-express counts workers for
    processes and threads
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield at most one finding, for the platform's own Apache."""
    for instance in view.instances:
        needed = instance.capacity.max_request_workers
        if view.plan and not instance.dedicated and needed > view.plan.platform.max_request_workers:
            yield Finding(
                f"{instance.unit} has {view.plan.platform.max_request_workers} workers as"
                f" installed, but its services need {needed}:"
                " a slow service takes them from the others",
                f"set MaxRequestWorkers {needed} in the platform's MPM configuration,"
                " or set layout: per-service",
                ("layout",),
                tuple(site.service for site in instance.sites),
            )


RULE = Rule("workers-too-few", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
