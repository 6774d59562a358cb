"""An application runs as the user of httpd's workers.

What it checks
    No daemon process group has the user that the platform's httpd workers have.

Why it matters
    The sockets of all daemon process groups belong to httpd's worker user, so that the workers can reach them. An
    application with the same user can reach them as well: it can speak to every other service's daemons past httpd, where
    nothing strips headers that only a proxy may set. It may also signal the workers of every httpd on the host.

Instead
    Give the service a `user` of its own; wsgigen writes the sysusers.d file that makes it.

Source
    GrahamDumpleton/mod_wsgi, src/server/wsgi_daemon.c: wsgi_setup_socket gives the socket to the worker user;
    docs/configuration-directives/WSGIDaemonProcess.rst: user=, and why it should be a distinct one
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each site. Alone on the host it has nobody to harm."""
    if not view.plan or len(view.sites) < 2:
        return
    user = view.plan.platform.user
    for site in view.sites:
        if site.daemon.user == user:
            yield Finding(
                f"{site.service} runs as {user}, which owns the sockets of every service: it can reach their processes past httpd",
                f"give {site.service} a user of its own",
                ("services", site.service),
                (site.service,),
            )


RULE = Rule("daemon-as-httpd-user", __doc__, Severity.ADVICE, check, needs=(Need.PROFILE,))
