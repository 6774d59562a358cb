"""mod_wsgi ends processes that a handover still drains.

What it checks
    In the configuration of every instance whose reload is a handover, each vhost with an
    application says `WSGIScriptReloading Off`, and no section in it says `On`.

Why it matters
    With `On`, mod_wsgi's default, a daemon process ends when its entrypoint is newer than the one
    that it has loaded. An upgrade writes a new entrypoint before it reloads the unit, so the
    processes of the old httpd end although nothing replaces them there: 60 of 1,135 requests were
    lost, and the reload took 41 s. With `Off` it was 0 of 5,794.

Instead
    Remove the directive, so that the `WSGIScriptReloading Off` of wsgigen's vhost counts; a reload
    takes in a new entrypoint by itself.

Source
    GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIScriptReloading
    Measured once on Debian 13 with mod_wsgi 5.0.2
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Missing, Need, Rule, Severity, not_read
from wsgigen.cluster.host import InstanceOnHost
from wsgigen.cluster.view import ClusterView
from wsgigen.discover.httpd_reader import Directive


def check(view: ClusterView) -> Iterator[Finding | Missing]:
    """Yield a finding for each place where reloading is on."""
    for host in view.on_host:
        if host.may_hand_over:
            yield from not_read(host.configuration_gaps)
            yield from _check_places(host)


def _check_places(host: InstanceOnHost) -> Iterator[Finding]:
    reloading = host.configuration.named("wsgiscriptreloading")
    for directive in reloading:
        if _is_on(directive) and _is_in_section(directive):
            yield _finding(host, directive, f"`{directive.text}`")
    first_in_vhost = {
        directive.vhost: directive
        for directive in reversed(host.configuration.named("wsgiscriptalias"))
    }
    for vhost, application in sorted(first_in_vhost.items()):
        places = [one for one in reloading if not _is_in_section(one)]
        own = [one for one in places if one.vhost == vhost] or [
            one for one in places if one.vhost == 0
        ]
        if not own:
            yield _finding(host, application, "WSGIScriptReloading's default")
        elif _is_on(own[-1]):
            yield _finding(host, own[-1], f"`{own[-1].text}`")


def _is_on(directive: Directive) -> bool:
    return [word.lower() for word in directive.words[:1]] != ["off"]


def _is_in_section(directive: Directive) -> bool:
    """Return whether a directive is for a part of its vhost, or of the server."""
    return directive.sections not in ((), ("virtualhost",))


def _finding(host: InstanceOnHost, directive: Directive, cause: str) -> Finding:
    return Finding(
        f"{host.instance.unit}: with {cause}, a new entrypoint ends the daemon processes while a"
        " reload lets them finish their requests",
        "write `WSGIScriptReloading Off` instead: a reload takes in a new entrypoint",
        directive.at,
        host.services,
    )


RULE = Rule(
    "script-reloading-on",
    __doc__,
    Severity.RISK,
    check,
    needs=(Need.PROFILE, Need.ROOT),
)
