"""Long requests delay the probe, and the service is restarted for being busy.

What it checks
    No service that systemd manages both takes requests of five minutes or more and serves fewer
    than ten at once (processes x threads).

Why it matters
    The probe is a request like any other: it waits until a thread of the daemon processes is free.
    As many uploads as there are threads, each longer than the probe's patience, make the service
    look as if it hangs. It is then healed: its processes are replaced, and requests that have not
    ended after `drain` are cut off. The clients upload again, all together.

Instead
    Give the service more processes, or its `health` more patience: `interval`, `timeout` and
    `failures`.

Source
    GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIDaemonProcess.rst: processes,
    threads, queue-timeout
    vhost_templates/probe-service.unit.j2, heal.unit.j2: what a probe that fails starts
"""

from collections.abc import Iterator

from wsgigen.catalog.choices import Manager
from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView

#: Seconds; requests that may take so long are long by design.
_LONG = 300
#: So many requests at once are rarely all long ones. A judgement.
_MANY = 10


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each service. Pacemaker asks no API, so it restarts nothing for this."""
    for instance in view.instances:
        for site in instance.sites:
            at_once = site.daemon.processes * site.daemon.threads
            patient = site.probe.patience
            if (
                instance.manager is Manager.SYSTEMD
                and site.timeouts.request >= max(_LONG, patient)
                and at_once < _MANY
            ):
                requests = "one request" if at_once == 1 else f"{at_once} requests at once"
                yield Finding(
                    f"{site.service} is full with {requests} of up to {site.timeouts.request} s:"
                    f" its probe fails after {patient} s, and the requests are cut off"
                    f" {site.timeouts.drain} s later",
                    "give it more processes, or health: {timeout: ..., failures: ...}"
                    " that outlast such requests",
                    ("services", site.service),
                    (site.service,),
                )


RULE = Rule("probe-behind-long-requests", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
