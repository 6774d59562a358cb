"""A service's own httpd needs a port that the platform's Apache listens on.

What it checks
    No instance with an httpd of its own has a site on a port that the platform's main configuration
    listens on.

Why it matters
    The platform's Apache stays installed: the instance runs its binary and modules. Debian enables
    and starts apache2.service when the package is installed, and it listens on port 80 of every
    address. Whichever of the two starts second ends with "could not bind", with all that it serves.
    On other platforms the unit exists but is not enabled.

Instead
    Disable the platform's own unit (`systemctl disable --now apache2.service`, or `httpd.service`),
    use another port, or use `layout: single`, which serves all in the platform's Apache.

Source
    Debian, apache2: ports.conf (Listen 80; 443 with ssl_module), postinst (the unit is enabled and
    started); EL, httpd: conf/httpd.conf, and conf.d/ssl.conf of mod_ssl; SUSE, apache2: listen.conf
    httpd 2.4.71 on Debian 12: `Listen 80` beside a listener on port 80 ends with AH00072, "no
    listening sockets available"
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each site.

    Only Debian starts its Apache without being asked, and without TLS.
    """
    if not view.plan:
        return
    platform = view.plan.platform
    for instance in view.instances:
        for site in instance.sites:
            if instance.dedicated and site.port in platform.main_ports | platform.tls_ports:
                starts = platform.starts_units_on_install and site.port in platform.main_ports
                when = ", which is started at boot" if starts else " once it is started"
                yield Finding(
                    f"{instance.unit} needs port {site.port}, and so does {platform.httpd_unit}"
                    f"{when}: the second to start fails",
                    f"run systemctl disable --now {platform.httpd_unit},"
                    f" or give {site.service} another port",
                    ("services", site.service),
                    tuple(neighbour.service for neighbour in instance.sites),
                    severity=Severity.CONFLICT if starts else Severity.ADVICE,
                )


RULE = Rule("port-of-platforms-apache", __doc__, Severity.CONFLICT, check, needs=(Need.PROFILE,))
