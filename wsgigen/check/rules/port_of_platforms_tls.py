"""A site without TLS needs the port that the platform's Apache uses for TLS.

What it checks
    In the platform's own Apache, no site without TLS is on the platform's TLS port while another
    site there has TLS.

Why it matters
    The site with TLS needs the TLS module, and with it the platform's own files listen on port 443
    of every address. The site without TLS adds the same listener again: httpd refuses "multiple
    Listeners on the same IP:port", or, where the site names an address, passes its test and ends at
    the start because the port is taken. None of its services runs.

Instead
    Give the site TLS or another port, or use `layout: per-service`, which reads no file of the
    platform.

Source
    Debian, apache2: ports.conf (`Listen 443` in <IfModule ssl_module>); EL, mod_ssl:
    conf.d/ssl.conf (`Listen 443 https`)
    httpd 2.4.71 on Debian 12: the same Listen twice is a syntax error; `Listen 443` with
    `Listen 127.0.0.1:443` passes `apache2 -t` and ends with AH00072
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each site.

    Where a `-D` turns the platform's listener on (SUSE), it is off unless somebody sets it.
    """
    if not view.plan or view.plan.platform.tls_define:
        return
    for instance in view.instances:
        encrypted = [site.service for site in instance.sites if site.tls]
        for site in instance.sites:
            if (
                not instance.dedicated
                and encrypted
                and not site.tls
                and site.port in view.plan.platform.tls_ports
            ):
                yield Finding(
                    f"{site.service} needs port {site.port} without TLS, but {instance.unit}"
                    f" listens there because {join_some(encrypted)} has TLS: httpd does not start",
                    f"give {site.service} TLS or another port, or set layout: per-service",
                    ("services", site.service),
                    tuple(neighbour.service for neighbour in instance.sites),
                )


RULE = Rule("port-of-platforms-tls", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
