"""The load balancer gives up on a request that its service still works on.

What it checks
    `cluster: {balancer_timeout: ...}` is longer than the timeouts of every site. A request should
    take `timeout` at most; its client gets 504 at `timeout` + 10 s; httpd closes the
    connection at `timeout` + 15 s; the load balancer should wait for `timeout` + 20 s.

Why it matters
    When the load balancer gives up first, the client gets 504 and may try again, while the request
    goes on and takes effect: volumes that nobody asked for twice, a boot that is in one database
    and not in the other. Between `timeout` and httpd's own limit, the 504 of the load balancer
    hides the error that httpd would have reported. No timeout of a load balancer or of httpd ends
    the work itself. With one thread per process it goes on for `timeout` + `drain`, with more
    threads for up to `timeout` x threads + `drain` (docs/timeouts.md); `wsgigen show` prints how
    long.

Instead
    Let the load balancer wait as long as the column `balancer` of `wsgigen show` says, or give the
    services a shorter `timeout`.

Source
    https://bugs.launchpad.net/kolla-ansible/+bug/1917648: 504 from the balancer while the call
    succeeds
    openstack-k8s-operators/nova-operator, openstack-k8s-operators/cinder-operator: TimeOut as long
    as HAProxy's
    HAProxy configuration manual: timeout server, 504; httpd 2.4.71: `Timeout` below the time of a
    handler is 504
"""

from collections.abc import Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.text.phrases import join_some

_KEY = ("cluster", "balancer_timeout")


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for requests that go on, and one for those whose error is lost."""
    patience = view.profile.cluster.balancer_timeout if view.profile else None
    if patience:
        yield from _unfinished(view, patience)
        yield from _unexplained(view, patience)


def _unfinished(view: ClusterView, patience: int) -> Iterator[Finding]:
    """Yield a finding for the services whose requests go on after the balancer gave up."""
    sites = [site for site in view.sites if patience < site.timeouts.request]
    if sites:
        names = tuple(site.service for site in sites)
        client = max(site.timeouts.client for site in sites)
        work = max(site.timeouts.work for site in sites)
        yield Finding(
            f"the load balancer gives up after {patience} s, but {join_some(names)} may answer"
            f" for {client} s: the client gets 504 while the work goes on, for up to {work} s",
            f"let the load balancer wait {max(site.timeouts.balancer for site in sites)} s,"
            " or set a shorter timeout",
            _KEY,
            names,
        )


def _unexplained(view: ClusterView, patience: int) -> Iterator[Finding]:
    """Yield a finding for the services whose error from httpd comes too late."""
    sites = [
        site for site in view.sites if site.timeouts.request <= patience <= site.timeouts.connection
    ]
    if sites:
        names = tuple(site.service for site in sites)
        longest = max(site.timeouts.connection for site in sites)
        yield Finding(
            f"the load balancer gives up after {patience} s, but httpd says only after {longest} s"
            f" why {join_some(names)} did not answer: its error is lost",
            f"let the load balancer wait {max(site.timeouts.balancer for site in sites)} s",
            _KEY,
            names,
            severity=Severity.ADVICE,
        )


RULE = Rule(
    "balancer-gives-up-first", __doc__, Severity.RISK, check, needs=(Need.PROFILE, Need.BALANCER)
)
