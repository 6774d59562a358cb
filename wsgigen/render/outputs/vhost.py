"""The vhost of each site, with its daemon process group."""

from collections.abc import Iterator

from wsgigen.plan.model import Instance, Plan, Site
from wsgigen.render.artifact import Artifact
from wsgigen.render.output import Output
from wsgigen.render.syntax import Raw, apache
from wsgigen.render.templates import render_template

#: Mozilla's intermediate configuration, version 6.0: what TLS 1.2 may use.
#: Source: mozilla/ssl-config-generator, src/static/guidelines/6.0.json
CIPHERS = ":".join(
    f"ECDHE-{key}-{cipher}"
    for cipher in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305")
    for key in ("ECDSA", "RSA")
)
_CURVES = "X25519:prime256v1:secp384r1"


def render(plan: Plan) -> Iterator[Artifact]:
    """Yield one file for each site."""
    curves = f"X25519MLKEM768:{_CURVES}" if "X25519MLKEM768" in plan.available else _CURVES
    proxy = trusted(plan)
    for instance, site in plan.placed:
        content = render_template(
            "vhost.apache.j2",
            plan=plan,
            site=site,
            daemon_options=daemon_options(site),
            error_log=piped(plan, f"{site.logs}/error.log"),
            access_log=piped(plan, f"{site.logs}/access.log"),
            instance=instance,
            probed=probed(instance, site),
            admitted=admitted(instance, site),
            trusted=proxy,
            trusted_tls=f"({proxy}) && %{{req_novary:X-Forwarded-Proto}} == 'https'",
            ciphers=CIPHERS,
            curves=curves,
        )
        yield Artifact(
            site.vhost,
            content,
            instance=instance.name,
            on_change=f"{instance.verb} {instance.unit}",
        )


def local(instance: Instance, site: Site) -> str:
    """Return the expression for connections of this host's own probe and start check."""
    probe = f"%{{CONN_REMOTE_ADDR}} == '{site.probe.address}'"
    return f"({probe} || -n %{{reqenv:wsgigen_slot}})" if instance.slots else probe


def probed(instance: Instance, site: Site) -> str:
    """Return the expression for requests of this host's own probe and start check."""
    return f"%{{req_novary:User-Agent}} == 'wsgigen-probe' && {local(instance, site)}"


def admitted(instance: Instance, site: Site) -> str:
    """Return the expression for who is admitted where client certificates are required.

    Their holders, and this host's own probe to the health URL.
    """
    health = f"%{{REQUEST_URI}} == '{site.probe.path}' && {local(instance, site)}"
    return f"%{{SSL_CLIENT_VERIFY}} == 'SUCCESS' || ({health})"


def trusted(plan: Plan) -> str:
    """Return the expression for connections of a load balancer.

    WSGITrustedProxies of mod_wsgi would compare the client's address instead, which mod_remoteip
    has put there.
    """
    return " || ".join(
        f"%{{CONN_REMOTE_ADDR}} -ipmatch '{network}'" for network in plan.trusted_proxies
    )


def daemon_options(site: Site) -> Raw:
    """Return the options of WSGIDaemonProcess of a site, except for processes and threads.

    Source: GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIDaemonProcess.rst.
    A process that gets SIGUSR1 goes on serving until it is idle, for eviction-timeout at most. Then
    it takes no new request and ends when those that run are done, after shutdown-timeout at the
    latest. The httpd parent itself never waits longer than 3 s.
    """
    daemon, timeouts = site.daemon, site.timeouts
    options: list[tuple[str, object]] = [
        ("user", daemon.user),
        ("group", daemon.group),
        ("supplementary-groups", ",".join(daemon.supplementary_groups)),
        ("home", daemon.home),
        ("umask", daemon.umask),
        ("lang", "C.UTF-8"),
        ("locale", "C.UTF-8"),
        ("python-home", daemon.venv or ""),
        ("python-path", ":".join(daemon.python_path)),
        ("listen-backlog", 100),
        ("connect-timeout", 15),
        ("queue-timeout", min(45, timeouts.request)),
        ("socket-timeout", timeouts.client),
        ("request-timeout", timeouts.request),
        ("startup-timeout", timeouts.startup),
        ("deadlock-timeout", 60),
        ("eviction-timeout", 5),
        ("shutdown-timeout", timeouts.drain),
        ("header-buffer-size", daemon.header_buffer),
    ]
    return Raw("".join(f" {name}={apache(value)}" for name, value in options if value != ""))


def piped(plan: Plan, log: str) -> str:
    """Return the piped command that rotates *log* by itself: a log never needs a reload.

    Source: apache/httpd, docs/manual/programs/rotatelogs.xml. The command is split into words by
    apr_tokenize_to_argv, not by a shell.
    """
    seconds = plan.logs.rotate
    stamp = "%Y%m%d" if seconds % 86400 == 0 else "%Y%m%dT%H%M%S"
    words = (str(plan.platform.rotatelogs), "-l", "-f", "-L", log, f"{log}.{stamp}", str(seconds))
    return "|" + " ".join(f'"{word}"' if " " in word else word for word in words)


OUTPUT = Output("vhost", render)
