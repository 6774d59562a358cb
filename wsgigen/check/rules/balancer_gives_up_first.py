"""The load balancer gives up on a request that its service goes on with.

What it checks
    `cluster: {balancer_timeout: ...}` against the ladder of every site: a request should take `timeout` at most, its client is
    answered by 504 10 s later, httpd's connection ends 15 s later, and the balancer is to wait 20 s more than `timeout`.

Why it matters
    When the balancer's patience ends first, the client gets 504 and may try again, while the request runs on and takes
    effect: volumes that nobody asked for twice, a boot that is in one database and not in the other. Between `timeout` and
    httpd's own limit the balancer's 504 stands where httpd would have said what was wrong. No timeout of a balancer or of httpd
    ends the work itself: it goes on for `timeout` + `drain` with one thread a process, for up to `timeout` x threads + `drain` with
    more (docs/timeouts.md), and `wsgigen show` prints for how long.

Instead
    Let the balancer wait as long as `wsgigen show` says in the column `balancer`, or give the services a shorter `timeout`.

Source
    https://bugs.launchpad.net/kolla-ansible/+bug/1917648: 504 from the balancer while the call succeeds
    openstack-k8s-operators/nova-operator, openstack-k8s-operators/cinder-operator: TimeOut as long as HAProxy's
    HAProxy configuration manual: timeout server, 504; httpd 2.4.71: `Timeout` below the time of a handler is 504
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for the services that run on, and one for those whose last word is lost."""
    patience = view.profile.cluster.balancer_timeout if view.profile else None
    if not patience:
        return
    at = ("cluster", "balancer_timeout")
    on = [site for site in view.sites if patience < site.timeouts.request]
    if on:
        names = tuple(site.service for site in on)
        client, work = (
            max(getattr(site.timeouts, name) for site in on) for name in ("client", "work")
        )
        yield Finding(
            f"the load balancer gives up after {patience} s, but {join_some(names)} may answer for {client} s:"
            f" the client sees 504 while the work goes on, for up to {work} s",
            f"let the balancer wait {max(site.timeouts.balancer for site in on)} s, or give a shorter timeout",
            at,
            names,
        )
    close = [
        site for site in view.sites if site.timeouts.request <= patience <= site.timeouts.connection
    ]
    if close:
        names = tuple(site.service for site in close)
        longest = max(site.timeouts.connection for site in close)
        yield Finding(
            f"the load balancer gives up after {patience} s, before httpd says at {longest} s why {join_some(names)} did not answer",
            f"let the balancer wait {max(site.timeouts.balancer for site in close)} s",
            at,
            names,
            severity=Severity.ADVICE,
        )


RULE = Rule(
    "balancer-gives-up-first", __doc__, Severity.RISK, check, needs=(Need.PROFILE, Need.BALANCER)
)
