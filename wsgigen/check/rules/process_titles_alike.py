"""Daemon processes of two services have the same title, so none is recycled alone.

What it checks
    In a shared instance, the names of any two services differ in the part that a process title
    shows.

Why it matters
    mod_wsgi writes the title of a daemon process over the first word of httpd's command line, and
    no further: `(wsgi:` and 11 characters of the name on Debian, 9 on EL. A recycle finds processes
    by this title. Where two names are the same up to there, it takes both: healing a service that
    no longer answers replaces its neighbour too, and what hangs in either is killed in the end.

Instead
    Name the services so that they differ earlier, or give them instances of their own.

Source
    GrahamDumpleton/mod_wsgi, src/server/wsgi_daemon.c: display-name is copied over argv[0], cut to
    its length
    vhost_templates/recycle.python.j2: compares titles at the length that is there
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each title that several services have."""
    if not view.plan:
        return
    length = len(str(view.plan.platform.httpd))
    for instance in view.instances:
        titles: dict[str, list[str]] = {}
        for site in instance.sites:
            titles.setdefault(f"(wsgi:{site.daemon.name})"[:length], []).append(site.service)
        for title, services in titles.items():
            if len(services) > 1:
                yield Finding(
                    f'the processes of {join_some(services)} are all called "{title}":'
                    " recycling or healing one service replaces the processes of all",
                    f"choose names that differ in their first {length - len('(wsgi:')} characters,"
                    " or set layout: per-service",
                    ("services", services[1]),
                    tuple(services),
                )


RULE = Rule("process-titles-alike", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
