"""An Apache that does not hand over uses a renewed certificate only after a restart.

What it checks
    Whether a service with TLS runs in an Apache whose reload is no handover: the platform's own, or
    any with `reload: recycle`.

Why it matters
    httpd reads certificates when its parent process starts or restarts. Such a reload replaces the
    daemon processes and leaves the parent alone. So a deploy hook that reloads
    after a renewal changes nothing: httpd serves the old certificate until it expires. A restart
    loads the new one. It drains first and refuses new connections until it is done, for every
    service.

Instead
    Use `layout: per-service` or `grouped`, or `reload: handover` in the platform's Apache on Debian
    and Ubuntu: a reload then starts a second httpd, which reads the new certificate, and refuses
    nobody. Or let the renewal's hook run
    `systemctl restart`; under Pacemaker, use `crm_resource --restart` or a rolling standby.

Source
    https://httpd.apache.org/docs/2.4/mod/mod_ssl.html: SSLCertificateFile;
    https://httpd.apache.org/docs/2.4/stopping.html
    vhost_templates/service-common.unit.j2: an ExecReload that is no handover signals the daemon
    processes only
    GrahamDumpleton/mod_wsgi, issue 383: why the parent is not restarted gracefully instead
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Reload
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import KeyPath
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each Apache that does not hand over."""
    for instance in view.instances:
        encrypted = [site.service for site in instance.sites if site.tls]
        if encrypted and not instance.slots:
            services = tuple(site.service for site in instance.sites)
            yield Finding(
                f"{instance.unit} must be restarted to use a renewed certificate:"
                f" this refuses requests to {join_some(services)} for up to {instance.drain} s",
                _way_out(view),
                _tls_key(view, encrypted[0]),
                services,
            )


def _way_out(view: ClusterView) -> str:
    if view.profile and view.profile.reload is Reload.RECYCLE:
        return "remove reload: recycle: by default units of their own hand over"
    if view.plan and view.plan.platform.httpd_environment:
        return "set reload: handover, or layout: per-service, whose units hand over"
    return "set layout: per-service, and reload the units one by one after a renewal"


def _tls_key(view: ClusterView, service: str) -> KeyPath:
    """Return the key of the profile that turns on TLS for *service*."""
    request = view.profile.services.get(service) if view.profile else None
    return ("services", service, "tls") if request and request.tls else ("tls",)


RULE = Rule("certificate-needs-restart", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
