"""The load balancer gives up on a request that its service goes on with.

What it checks
    `cluster: {balancer_timeout: ...}` against the ladder of every site: a request may take `timeout`, the daemon's socket 10 s
    more, httpd's connection 15 s more.

Why it matters
    When the balancer's patience ends first, the client gets 504 and may try again, while the request runs on and takes
    effect: volumes that nobody asked for twice, a boot that is in one database and not in the other. Between `timeout` and
    httpd's own limit nothing is done twice, but the balancer's 504 stands where httpd would have said what was wrong.

Instead
    Let the balancer wait longer than the longest site's connection timeout, or give the services a shorter `timeout`.

Source
    https://bugs.launchpad.net/kolla-ansible/+bug/1917648: 504 from the balancer while the call succeeds
    openstack-k8s-operators/nova-operator, openstack-k8s-operators/cinder-operator: TimeOut as long as HAProxy's
    HAProxy configuration manual: timeout server, 504; httpd 2.4.71: `Timeout` below the time of a handler is 504
"""

from collections.abc import Iterator

from wsgigen.check.cib.model import At
from wsgigen.check.model import Finding, Input, Rule, Severity, some
from wsgigen.check.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """A finding for the services that run on, and one for those whose last word is lost."""
    patience = subject.profile.cluster.balancer_timeout if subject.profile else None
    if not patience:
        return
    at = At(where=("cluster", "balancer_timeout"))
    on = [site for site in subject.sites if patience < site.timeouts.request]
    if on:
        names = tuple(site.service for site in on)
        longest = max(site.timeouts.request for site in on)
        yield Finding(
            f"the load balancer gives up after {patience} s, and a request to {some(names)} may take {longest} s:"
            " the client sees 504 while it runs on",
            f"let the balancer wait longer than {max(site.timeouts.connection for site in on)} s, or give a shorter timeout",
            at,
            names,
        )
    close = [site for site in subject.sites if site.timeouts.request <= patience <= site.timeouts.connection]
    if close:
        names = tuple(site.service for site in close)
        longest = max(site.timeouts.connection for site in close)
        yield Finding(
            f"the load balancer gives up after {patience} s, before httpd says at {longest} s why {some(names)} did not answer",
            f"let the balancer wait longer than {longest} s",
            at,
            names,
            severity=Severity.ADVICE,
        )


RULE = Rule("balancer-gives-up-first", __doc__, Severity.RISK, check, needs=(Input.PROFILE, Input.BALANCER))
