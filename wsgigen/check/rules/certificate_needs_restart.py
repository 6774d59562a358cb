"""httpd uses a renewed certificate only after its parent process restarts.

What it checks
    Which units serve TLS, and whether they serve several services.

Why it matters
    httpd reads certificates when its parent process starts or restarts. A reload of these units
    replaces the daemon processes and leaves the parent alone. So a deploy hook that reloads after a
    renewal changes nothing: httpd serves the old certificate until it expires. A restart loads the
    new one. It drains first and refuses new connections until it is done; in a shared instance it
    does so for every service.

Instead
    Let the renewal's hook run `systemctl restart` for one unit after the other; with one instance
    per service this reaches one service at a time. Under Pacemaker, use `crm_resource --restart`
    or a rolling standby.

Source
    https://httpd.apache.org/docs/2.4/mod/mod_ssl.html: SSLCertificateFile;
    https://httpd.apache.org/docs/2.4/stopping.html
    vhost_templates/service-common.unit.j2: ExecReload signals the daemon processes only
    GrahamDumpleton/mod_wsgi, issue 383: why the parent is not restarted gracefully instead
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each shared unit with TLS, and one for the units of one service."""
    dedicated: dict[KeyPath, list[str]] = {}
    for instance in view.instances:
        encrypted = [site.service for site in instance.sites if site.tls]
        services = tuple(site.service for site in instance.sites)
        if encrypted and instance.serves_several:
            yield Finding(
                f"{instance.unit} must be restarted to use a renewed certificate:"
                f" this refuses requests to {join_some(services)} for up to {instance.drain} s",
                "set layout: per-service, and restart the units one by one after a renewal",
                _tls_key(view, encrypted[0]),
                services,
            )
        elif encrypted:
            dedicated.setdefault(_tls_key(view, encrypted[0]), []).append(instance.unit)
    for key, units in dedicated.items():
        yield Finding(
            f"{join_some(units)} must be restarted to use a renewed certificate:"
            " a reload does not load it",
            "let the renewal's hook restart the units one by one",
            key,
            severity=Severity.ADVICE,
        )


def _tls_key(view: ClusterView, service: str) -> KeyPath:
    """Return the key of the profile that turns on TLS for *service*."""
    request = view.profile.services.get(service) if view.profile else None
    return ("services", service, "tls") if request and request.tls else ("tls",)


RULE = Rule("certificate-needs-restart", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
