"""Pacemaker on hosts of a lab."""

import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass

from tests.hosts.host import Host, Lab
from tests.hosts.tree import Kind

_COROSYNC = """\
totem {{
    version: 2
    cluster_name: lab
    transport: knet
    crypto_cipher: none
    crypto_hash: none
}}
quorum {{
    provider: corosync_votequorum
}}
logging {{
    to_syslog: yes
}}
nodelist {{
{nodes}}}
"""
#: What Pacemaker takes INFINITY for.
_INFINITY = 1_000_000
_NODE = """\
    node {{
        ring0_addr: {address}
        name: {name}
        nodeid: {number}
    }}
"""


@dataclass
class Cluster:
    """Hosts that run Pacemaker together."""

    hosts: list[Host]

    @property
    def first(self) -> Host:
        """Where commands are given."""
        return next(host for host in self.hosts if host.pid)

    def configure(self, *lines: str) -> None:
        """Give crmsh lines of its `configure`."""
        text = "\n".join((*lines, "commit", ""))
        (self.first.root / "root/configure").write_text(text)
        self.first.run("sh", "-c", "crm -F configure </root/configure", seconds=120)

    def running(self, resource: str) -> frozenset[str]:
        """The nodes where Pacemaker believes that *resource*, or an instance of it, runs."""
        said = self.first.says("crm_resource", "--locate", "--resource", resource)
        return frozenset(re.findall(r"is running on: (\S+)", said))

    def failures(self, resource: str) -> int:
        """How often it failed, on all nodes."""
        said = self.first.says("crm_mon", "--output-as=xml", "--one-shot", "--failcounts")
        top = xml.fromstring(said[said.index("<") :])
        history = (
            one
            for one in top.iter("resource_history")
            if one.get("id", "").partition(":")[0] == resource
        )
        return sum(
            int(one.get("fail-count", "0").replace("INFINITY", str(_INFINITY))) for one in history
        )

    def failed(self, resource: str) -> str:
        """The same in words; Pacemaker's INFINITY is what no recovery is tried after."""
        count = self.failures(resource)
        return f"{resource} failed {'INFINITY' if count >= _INFINITY else count} times"

    def blocked(self, resource: str) -> frozenset[str]:
        """The nodes where Pacemaker does nothing more about it, because its stop failed."""
        said = self.first.says("crm_mon", "--output-as=xml", "--one-shot")
        top = xml.fromstring(said[said.index("<") :])
        found = (
            one
            for one in top.findall("resources//resource")
            if one.get("id", "").partition(":")[0] == resource
        )
        return frozenset(
            node.get("name", "")
            for one in found
            if one.get("blocked") == "true"
            for node in one.findall("node")
        )

    def operations_failed(self) -> str:
        """Return Pacemaker's list of failures: resource, operation and outcome."""
        said = self.first.says("crm_mon", "--output-as=xml", "--one-shot")
        top = xml.fromstring(said[said.index("<") :])
        found = (
            (one.get("op_key", "").rsplit("_", 2), one.get("status", ""))
            for one in top.findall("failures/failure")
        )
        return (
            ", ".join(
                sorted(
                    {
                        f"{resource} {operation}: {status}"
                        for (resource, operation, _), status in found
                    }
                )
            )
            or "nothing"
        )

    def settle(self, seconds: float = 90) -> None:
        """Wait until Pacemaker has nothing more to do."""
        self.first.run(
            "crm_resource",
            "--wait",
            "--timeout",
            f"{seconds:g}s",
            check=False,
            seconds=seconds + 10,
        )

    def clear(self) -> None:
        """Stop and forget all resources."""
        for section in ("constraints", "resources"):
            self.first.run(
                "cibadmin",
                "--replace",
                "--scope",
                section,
                "--xml-text",
                f"<{section}/>",
                check=False,
            )
        self.settle()
        self.first.run("crm_resource", "--cleanup", check=False)
        self.settle()


def cluster(lab: Lab, kind: Kind, *names: str) -> Cluster:
    """A cluster of new hosts with these names: all are online, and nothing is fenced."""
    hosts = lab.hosts(kind, *names)
    nodes = "".join(
        _NODE.format(address=host.address, name=host.name, number=host.number) for host in hosts
    )
    for host in hosts:
        (host.root / "etc/corosync/corosync.conf").write_text(_COROSYNC.format(nodes=nodes))
        host.run("systemctl", "start", "--no-block", "corosync", "pacemaker")
    made = Cluster(hosts)
    first = hosts[0]
    online = {host.name for host in hosts}
    first.until(lambda: online <= _online(first), f"{', '.join(sorted(online))} online", 120)
    made.configure("property stonith-enabled=false", "property no-quorum-policy=ignore")
    return made


def _online(host: Host) -> set[str]:
    said = host.says("crm_mon", "--output-as=xml", "--one-shot")
    if "<pacemaker-result" not in said:
        return set()
    top = xml.fromstring(said[said.index("<pacemaker-result") :])
    return {one.get("name", "") for one in top.findall("nodes/node") if one.get("online") == "true"}
