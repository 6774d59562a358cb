"""An application runs as the user of httpd's workers.

What it checks
    No daemon process group runs as the user of the platform's httpd workers.

Why it matters
    The sockets of all daemon process groups belong to the user of httpd's workers, so that the
    workers can connect to them. An application with the same user can connect to them too: it can
    bypass httpd, which strips the headers that only a proxy may set, and talk to the daemons of
    every other service. It may also signal the workers of every httpd on the host.

Instead
    Give the service a `user` of its own; wsgigen writes the sysusers.d file that creates it.

Source
    GrahamDumpleton/mod_wsgi, src/server/wsgi_daemon.c: wsgi_setup_socket gives the socket to the
    worker user; docs/configuration-directives/WSGIDaemonProcess.rst: user=, and why it should be a
    distinct one
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each site; one that is alone on the host has no other to reach."""
    if not view.plan or len(view.sites) < 2:
        return
    user = view.plan.platform.user
    for site in view.sites:
        if site.daemon.user == user:
            yield Finding(
                f"{site.service} runs as {user}, which owns the sockets of every service:"
                f" {site.service} can bypass httpd and reach their processes",
                f"give {site.service} a user of its own",
                ("services", site.service),
                (site.service,),
            )


RULE = Rule("daemon-as-httpd-user", __doc__, Severity.ADVICE, check, needs=(Need.PROFILE,))
