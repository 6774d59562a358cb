"""The stop of one Apache resource kills the processes of another.

What it checks
    Of any two `ocf:heartbeat:apache` resources that may share a node, the configuration file of
    one, read as a pattern, does not match the command line of the other. For example,
    `/etc/httpd/nova` matches `/etc/httpd/nova-api.conf`.

Why it matters
    After a stop the agent sends TERM, HUP and KILL to every process whose command line contains its
    own httpd and configuration file, `pkill -f $HTTPD.*$CONFIGFILE`, even when its own httpd did
    not run. It also matches a file whose name begins with this name, or has any character where
    this name has a dot.

Instead
    Name the files so that none matches another, for example with a directory for each instance:
    `/etc/wsgigen/nova/httpd.conf`.

Source
    ClusterLabs/resource-agents, heartbeat/apache, signal_children; run with resource-agents 4.12.0
    on Debian 12: the stop of a resource that was not running killed the httpd of the other
"""

import re
from collections.abc import Iterator
from itertools import permutations

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.cib.nodes import allowed_nodes, share_no_node


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each pair of files; the same file twice is another rule's finding."""
    nodes = allowed_nodes(view.cib)
    apaches = [
        primitive
        for primitive in view.primitives
        if primitive.agent == "ocf:heartbeat:apache"
        and primitive.parameters.get("configfile")
        and not primitive.bundle
    ]
    for killer, victim in permutations(sorted(apaches, key=lambda apache: apache.id), 2):
        own, other = killer.parameters["configfile"], victim.parameters["configfile"]
        if (
            own != other
            and _same_httpd(killer, victim)
            and _matches(own, other)
            and not share_no_node(nodes, killer.id, victim.id)
        ):
            yield Finding(
                f"a stop of {killer.id} kills the processes of {victim.id}:"
                f" the agent looks for {own}, which matches {other}",
                f"rename {own} so that it matches no other name",
                killer.at,
                view.control.services_of(victim.id),
            )


def _same_httpd(killer: Primitive, victim: Primitive) -> bool:
    return killer.parameters.get("httpd", "") == victim.parameters.get("httpd", "")


def _matches(pattern: str, text: str) -> bool:
    """Return whether *text* has a match of *pattern*, where a dot is any character.

    A file name holds no other character that a pattern gives a meaning.
    """
    return re.search(re.escape(pattern).replace(r"\.", "."), text) is not None


RULE = Rule("configfile-in-another", __doc__, Severity.CONFLICT, check, needs=(Need.CIB,))
