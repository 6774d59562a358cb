"""Long requests keep the probe waiting, and the service is restarted for being busy.

What it checks
    Services that systemd watches, whose requests may take five minutes or more, and that hold fewer than ten at once
    (processes x threads).

Why it matters
    The probe is a request like any other: it waits until a thread of the daemon processes is free. As many uploads as there are
    threads, each of which takes longer than the probe's patience, look like a service that hangs. It is then healed: its processes
    are replaced, and what has not ended after `drain` is cut off. The clients upload again, together.

Instead
    Give the service more processes, or its `health` more patience: `interval`, `timeout` and `failures`.

Source
    GrahamDumpleton/mod_wsgi, docs/configuration-directives/WSGIDaemonProcess.rst: processes, threads, queue-timeout
    vhost_templates/probe-service.unit.j2, heal.unit.j2: what a probe that fails starts
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.impact import patience
from wsgigen.cluster.view import ClusterView

#: Seconds from which on a request is long by design.
_LONG = 300
#: Requests at once that rarely all are long ones. A judgement.
_MANY = 10


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each service. Pacemaker asks no API, so nothing of its is restarted for this."""
    for instance in view.instances:
        for site in instance.sites:
            slots = site.daemon.processes * site.daemon.threads
            waits = patience(site.probe)
            if (
                instance.manager == "systemd"
                and site.timeouts.request >= max(_LONG, waits)
                and slots < _MANY
            ):
                what = "one request" if slots == 1 else f"{slots} requests at once"
                yield Finding(
                    f"{what} of up to {site.timeouts.request} s may fill {site.service}; its probe fails after {waits} s,"
                    f" and the requests are cut off {site.timeouts.drain} s later",
                    "give it more processes, or health: {timeout: ..., failures: ...} that outlast such requests",
                    ("services", site.service),
                    (site.service,),
                )


RULE = Rule("probe-behind-long-requests", __doc__, Severity.RISK, check, needs=(Need.PROFILE,))
