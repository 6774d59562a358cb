"""Subjects for the tests: from a profile's keys, from the XML of a CIB, or from both."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.unit.given import loaded, written
from wsgigen.check.results import NotChecked, ReportedFinding
from wsgigen.check.rule import Rule
from wsgigen.check.run import check_layout
from wsgigen.cluster.assumed import assume
from wsgigen.cluster.view import ClusterView
from wsgigen.errors import Location, Origin
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.plan.releases import Installed
from wsgigen.plan.resolve import resolve
from wsgigen.registry import find

CIBS = Path(__file__).resolve().parents[2] / "cibs"
_HEAD = '<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.7" epoch="1" num_updates="0" admin_epoch="0"><configuration>'


def cib(directory: Path, text: str) -> Cib:
    """The CIB in the file of tests/cibs that *text* names, or with *text* inside <configuration>: its first line is line 1."""
    if text.endswith(".xml"):
        return load_cib(CIBS / text)
    parts = ("crm_config", "nodes", "resources", "constraints")
    empty = "".join(f"<{part}/>" for part in parts if f"<{part}" not in text)
    return load_cib(
        written(directory, f"{_HEAD}{text}{empty}</configuration><status/></cib>", "cib.xml")
    )


def view(
    directory: Path,
    profile: Mapping[str, Any] | None,
    text: str | None,
    versions: Mapping[str, list[str]] | None = None,
) -> ClusterView:
    """What a case describes; *versions* are those of the services' packages here, and modules that are there."""
    live = cib(directory, text) if text else None
    if profile is None:
        assert live is not None
        return ClusterView(None, None, live)
    wrote = loaded(directory, **profile)
    plan = resolve(wrote)
    installed = (
        None
        if versions is None
        else {name: _installed(name, *words) for name, words in versions.items()}
    )
    return ClusterView(wrote, plan, live or assume(plan, wrote.cluster), installed=installed)


def _installed(name: str, version: str, *modules: str) -> Installed:
    service = find("wsgigen.catalog.services", name, "SERVICE")
    return Installed(service, version, f"package {name} {version}", frozenset(modules) or None)


def said(
    rule: Rule, whole: ClusterView, beside: Iterable[Rule] = ()
) -> tuple[list[str], list[str]]:
    """What *rule* finds, as `where: severity: message`, and what it lacks, as `about: needs`; *beside* are asked, too."""
    result = check_layout(whole, {one.name: one for one in (rule, *beside)}, _location)
    found = [one for one in result.findings if one.rule == rule.name]
    assert all(one.fix for one in found)
    return [_finding(one) for one in found], [
        _lack(one) for one in result.not_checked if one.rule == rule.name
    ]


def _location(at: Origin) -> Location:
    if isinstance(at, Location):
        return Location("cib", at.line)
    return Location(".".join(map(str, at)))


def _finding(one: ReportedFinding) -> str:
    return f"{one.location}: {one.severity.word}: {one.message}"


def _lack(one: NotChecked) -> str:
    return f"{one.about}: {one.needs}" if one.about else one.needs
