"""To stop one Apache resource kills the processes of another, because of how their files are called.

What it checks
    No two `ocf:heartbeat:apache` resources that may share a node have configuration files of which one, read as a
    pattern, is found in the other's command line: `/etc/httpd/nova` in `/etc/httpd/nova-api.conf`.

Why it matters
    After a stop the agent sends TERM, HUP and KILL to every process whose command line has its own httpd and configuration
    file in it, `pkill -f $HTTPD.*$CONFIGFILE`, even when its own httpd did not run. A name that is the beginning of another
    one, or that has a dot where the other has any character, is found there, too.

Instead
    Call the files so that none is found in another, as in a directory for each instance: `/etc/wsgigen/nova/httpd.conf`.

Source
    ClusterLabs/resource-agents, heartbeat/apache, signal_children; run with resource-agents 4.12.0 on Debian 12: the stop of a
    resource that was not running killed the httpd of the other
"""

import re
from collections.abc import Iterator
from itertools import permutations

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.nodes import disjoint, possible


def check(view: ClusterView) -> Iterator[Finding]:
    """A finding for each resource that kills and each that is killed. The same file twice is another rule's."""
    nodes = possible(view.cib)
    found = [
        one
        for one in view.resources
        if one.agent == "ocf:heartbeat:apache"
        and one.parameters.get("configfile")
        and not one.bundle
    ]
    for killer, victim in permutations(sorted(found, key=lambda one: one.id), 2):
        own, other = (one.parameters["configfile"] for one in (killer, victim))
        if (
            own != other
            and _same_httpd(killer, victim)
            and _found(own, other)
            and not disjoint(nodes, killer.id, victim.id)
        ):
            yield Finding(
                f"a stop of {killer.id} kills the processes of {victim.id}: it looks for {own}, which is found in {other}",
                f"rename {own} so that it is not found in another name",
                killer.at,
                view.control.services_of(victim.id),
            )


def _same_httpd(one: Primitive, other: Primitive) -> bool:
    return one.parameters.get("httpd", "") == other.parameters.get("httpd", "")


def _found(pattern: str, text: str) -> bool:
    """Whether a grep for *pattern* finds *text*. Of what a pattern can hold, a file's name holds dots."""
    return re.search(re.escape(pattern).replace(r"\.", "."), text) is not None


RULE = Rule("configfile-in-another", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
