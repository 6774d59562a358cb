"""Where scenarios are played: a cluster of three nodes with two services, and what Pacemaker believes of them beside what is so."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.hosts.cluster import Cluster, cluster
from tests.hosts.deployed import OTHERS, PORTS, Load, answers, bring_wsgigen, deploy, unit
from tests.hosts.evidence import Seen, keep, keep_versions
from tests.hosts.host import Host, Lab
from tests.hosts.scenario import OWN, Scenario
from tests.hosts.tree import Kind

OPERATIONS = "op monitor interval=3s timeout=60s op start interval=0 timeout=120s op stop interval=0 timeout=100s"


def answer_all(host: Host, services: tuple[str, ...]) -> bool:
    """Return whether all of *services* answer on the host."""
    return all(answers(host, name) for name in services)


@dataclass
class Stage:
    """A cluster whose services are laid out one way; `where` is the layout, or the variant of a scenario that is about one resource."""

    cluster: Cluster
    layout: str
    profile: str
    where: str = ""
    scenario: Scenario | None = None
    foretold: str = ""

    @property
    def node(self) -> Host:
        """Where things are done."""
        return self.cluster.hosts[0]

    @property
    def shared(self) -> bool:
        """Return whether the services share an Apache."""
        return self.layout != OWN

    def unit(self, service: str) -> str:
        """Return the unit of a service, without the extension."""
        return unit(self.node, self.layout, service)

    def primitive(self, service: str, operations: str = OPERATIONS, unit: str = "") -> str:
        return f"primitive {service} systemd:{unit or self.unit(service)} {operations}"

    def begin(self, *lines: str) -> None:
        """These resources, and wait for them."""
        self.cluster.configure(*lines)
        self.cluster.settle()

    def clones(self) -> None:
        """Both services on every node, as `cluster: {components: service}` has them."""
        clones = [f"clone {name}-clone {name} meta interleave=true" for name in PORTS]
        self.begin(*(self.primitive(name) for name in PORTS), *clones)
        self.until_everywhere(*PORTS)

    def until_everywhere(self, *services: str) -> None:
        """Wait until every node answers for them."""
        for host in self.cluster.hosts:
            host.until(
                partial(answer_all, host, services),
                f"{', '.join(services)} on every node",
                60,
            )

    def answering(self, service: str) -> list[str]:
        """The nodes that answer for a service."""
        return sorted(host.name for host in self.cluster.hosts if answers(host, service))

    def only(self, service: str) -> Host:
        """The one node that answers for a service; waits for it."""
        self.node.until(lambda: len(self.answering(service)) == 1, f"{service} on one node", 60)
        return next(host for host in self.cluster.hosts if answers(host, service))

    def kill(self, host: Host, service: str) -> None:
        """End the httpd of a service, without a word."""
        host.run(
            "sh", "-c", f"kill -9 $(systemctl show --property=MainPID --value {self.unit(service)})"
        )

    def later(self, seconds: float) -> None:
        """Let monitors come, and what follows from them."""
        time.sleep(seconds)
        self.cluster.settle()

    @contextmanager
    def neighbour(self, service: str = "slow", host: Host | None = None) -> Iterator[Load]:
        """A client of a service, while something is done to another one and for two monitors more."""
        with Load(host or self.node, service) as load:
            yield load
            self.cluster.settle()
            (host or self.node).until(lambda: load.seen["200"] > 50, f"answers of {service}", 60)
            self.later(7)

    def ask(self, *question: str) -> bool:
        """Return whether `wsgigen simulate` says that belief and truth part.

        It is asked on the node, about the cluster as it is now.
        """
        done = self.wsgigen("simulate", self.profile, *question)
        self.foretold = (
            f"`{' '.join(question)}`: belief and truth {'part' if done.returncode else 'agree'}"
        )
        return bool(done.returncode)

    def check(self, profile: str) -> set[str]:
        """The rules that `wsgigen check` finds broken, asked on the node about the cluster as it is now."""
        (report,) = json.loads(self.wsgigen("check", profile, "--format", "json").stdout)["reports"]
        (mine,) = [one for one in report["layouts"] if one["layout"] == self.layout]
        return {one["rule"] for one in mine["findings"]}

    def wsgigen(
        self, command: str, profile: str, *options: str
    ) -> subprocess.CompletedProcess[str]:
        """One of its commands that take a profile and a CIB; status 1 says something, and any other is a failure."""
        (self.node.root / "root/ctl.yaml").write_text(profile)
        line = f"cibadmin --query >/root/cib.xml && /usr/local/bin/wsgigen {command} /root/ctl.yaml --cib /root/cib.xml {' '.join(options)}"
        done = self.node.run("sh", "-c", line, check=False, seconds=120)
        assert done.returncode in (0, 1), done.stderr
        return done

    def about(self, *services: str) -> str:
        """The profile with these services alone."""
        return "".join(
            line
            for line in self.profile.splitlines(True)
            if not line.startswith("  ") or line.split(":")[0].strip() in services
        )

    def saw(self, believed: str, true: str, *, harmed: bool, profile: str = "") -> None:
        """Keep it, and hold it against what the rules claim, and against what `wsgigen check` says of *profile* and the cluster."""
        played = self.scenario
        assert played
        claimed = self.where in played.harms
        found = self.check(profile or self.profile) & set(played.rules)
        said = (
            "cannot be seen in it"
            if played.blind
            else f"finds {', '.join(sorted(found)) or 'none of them'}"
        )
        verdict = (
            ("as the rules claim" if claimed else "harm")
            if harmed
            else ("no harm" if claimed else "harmless")
        )
        stage = (self.where, self.node.kind.name)
        keep(
            Seen(
                played.name,
                played.claim,
                played.rules,
                played.action,
                *stage,
                believed,
                true,
                said,
                self.foretold,
                verdict,
            )
        )
        assert harmed == claimed, f"{played.name}: believed {believed}; true {true}"
        assert played.blind or found == (set(played.rules) if claimed else set()), (
            f"wsgigen check {said}"
        )


@contextmanager
def staged(
    lab: Lab, kind: Kind, layout: str, services: dict[str, str] | None = None
) -> Iterator[Stage]:
    """A cluster of three of *kind*, whose nodes have the two services and *services* in a layout, for Pacemaker to manage."""
    made = cluster(lab, kind, "ctl1", "ctl2", "ctl3")
    profiles = [deploy(host, layout, "pacemaker", services) for host in made.hosts]
    bring_wsgigen(made.first)
    keep_versions(made.first)
    yield Stage(made, layout, profiles[0].read_text())
    for host in made.hosts:
        host.remove()


@contextmanager
def empty(stage: Stage, played: Any) -> Iterator[Stage]:
    """The stage for one scenario, and afterwards a cluster without resources whose services are stopped."""
    stage.scenario, stage.foretold = played.scenario, ""
    yield stage
    for host in stage.cluster.hosts:
        if not host.pid:
            host.begin()
            host.booted()
            host.run("systemctl", "start", "--no-block", "corosync", "pacemaker")
    stage.cluster.clear()
    for host in stage.cluster.hosts:
        host.run(
            "systemctl",
            "stop",
            "wsgi.target",
            *{stage.unit(name) for name in (*PORTS, *OTHERS)},
            check=False,
            seconds=120,
        )
        host.run("systemctl", "reset-failed", check=False)


def nodes(names: frozenset[str] | list[str]) -> str:
    """Names of nodes, as words."""
    return ", ".join(sorted(names)) or "no node"


def lost(load: Load, service: str = "slow") -> str:
    """Return the losses of a client, as words."""
    bad = sum(load.lost.values())
    return (
        f"{service} lost {bad} of {bad + load.seen['200']} requests"
        if bad
        else f"{service} lost no request"
    )
