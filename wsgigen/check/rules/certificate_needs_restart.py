"""A renewed certificate is not used until httpd's parent is restarted.

What it checks
    Which units serve TLS, and how many services each of them holds.

Why it matters
    httpd reads certificates when its parent starts or restarts. A reload of these units replaces daemon processes and
    leaves the parent alone, so the deploy hook that reloads after a renewal changes nothing: the old certificate is served
    until it expires. What helps is a restart, which drains first and refuses new connections until it is done; in a shared instance
    it does so for every service of it.

Instead
    Let the renewal's hook run `systemctl restart` for the units, one after the other; with one instance a
    service this reaches one service at a time. Under Pacemaker, `crm_resource --restart` or a rolling standby.

Source
    https://httpd.apache.org/docs/2.4/mod/mod_ssl.html: SSLCertificateFile; https://httpd.apache.org/docs/2.4/stopping.html
    vhost_templates/service-common.unit.j2: ExecReload signals the daemon processes only
    GrahamDumpleton/mod_wsgi, issue 383: why the parent is not restarted gracefully instead
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each shared unit with TLS, and one for all that are not shared."""
    alone: dict[KeyPath, list[str]] = {}
    for instance in view.instances:
        encrypted = [site.service for site in instance.sites if site.tls]
        services = tuple(site.service for site in instance.sites)
        if encrypted and instance.shared:
            yield Finding(
                f"a renewed certificate needs a restart of {instance.unit}, which refuses {join_some(services)} for up to {instance.drain} s",
                "set layout: per-service, and restart the units one by one after a renewal",
                _written(view, encrypted[0]),
                services,
            )
        elif encrypted:
            alone.setdefault(_written(view, encrypted[0]), []).append(instance.unit)
    for where, units in alone.items():
        yield Finding(
            f"a reload does not bring a renewed certificate: {join_some(units)} must be restarted",
            "let the renewal's hook restart the units one by one",
            where,
            severity=Severity.ADVICE,
        )


def _written(view: ClusterView, service: str) -> KeyPath:
    wrote = view.profile.services.get(service) if view.profile else None
    return ("services", service, "tls") if wrote and wrote.tls else ("tls",)


RULE = Rule("certificate-needs-restart", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
