"""httpd keeps new connections where a handover loses them.

What it checks
    The configuration of every instance whose reload is a handover says `AcceptFilter http none`, or
    `AcceptFilter https none` where it has TLS, and nothing else after that.

Why it matters
    With any other filter, and with httpd's default, Linux keeps a connection back until its client
    has sent something (TCP_DEFER_ACCEPT). It is then in no queue that a handover could wait for,
    and is reset when the old httpd ends. 20 of 20 clients that connected before a reload and sent
    their request after it were reset; with `none` all 20 were answered.

Instead
    Write `AcceptFilter http none` and `AcceptFilter https none`, as wsgigen does, and remove what
    comes after them.

Source
    httpd, docs/manual/mod/core.html: AcceptFilter; server/listen.c, ap_apply_accept_filter
    Measured on Debian 12 and 13 with apache2 2.4.71; tests/live/test_host_rules.py
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each protocol of an instance that has another filter."""
    for host in view.on_host:
        if host.may_hand_over:
            yield from not_read(host.configuration_gaps)
            if host.configuration.is_read:
                yield from _check_filters(host)


def _check_filters(host: InstanceOnHost) -> Iterator[Finding]:
    filters = {
        directive.words[0].lower(): directive
        for directive in host.configuration.named("acceptfilter")
        if len(directive.words) > 1
    }
    for protocol in sorted({"https" if site.tls else "http" for site in host.instance.sites}):
        directive = filters.get(protocol)
        if directive is not None and directive.words[1].lower() == "none":
            continue
        cause = f"`{directive.text}`" if directive else f"AcceptFilter's default for {protocol}"
        yield Finding(
            f"{host.instance.unit}: with {cause}, a reload loses the connections on which nothing"
            " was sent yet",
            f"write `AcceptFilter {protocol} none` instead",
            directive.at if directive else host.configuration.file,
            host.services,
        )


RULE = Rule(
    "accept-filter-not-none",
    __doc__,
    Severity.CONFLICT,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
