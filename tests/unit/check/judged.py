"""Makes views for the tests: from a profile's keys, from the XML of a CIB, or from both."""

import re
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
from wsgigen.files.below import FilesBelow
from wsgigen.pacemaker.cib.load import load_cib
from wsgigen.pacemaker.cib.model import Cib
from wsgigen.plan.model import Plan
from wsgigen.plan.releases import Installed
from wsgigen.plan.resolve import resolve
from wsgigen.registry import find
from wsgigen.render.render import render

CIBS = Path(__file__).resolve().parents[2] / "cibs"
_HEAD = (
    '<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.7" epoch="1" num_updates="0"'
    ' admin_epoch="0"><configuration>'
)


def cib(directory: Path, text: str) -> Cib:
    """Return the CIB of tests/cibs that *text* names, or one with *text* in its <configuration>.

    The first line of *text* is line 1.
    """
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
    root: Mapping[str, Any] | None = None,
) -> ClusterView:
    """Return the view that a case describes.

    *versions* has the version of each service's package on this machine, and the modules that are
    there. *root* has what differs on the host from the files that are built, see `change`.
    """
    live = cib(directory, text) if text else None
    if profile is None:
        assert live is not None
        return ClusterView(None, None, live)
    model = loaded(directory, **profile)
    plan = resolve(model)
    installed = (
        None
        if versions is None
        else {name: _installed(name, *words) for name, words in versions.items()}
    )
    files = None if root is None else FilesBelow(host(directory / "root", plan, root))
    return ClusterView(model, plan, live or assume(plan, model.cluster), installed, files)


def host(root: Path, plan: Plan, changes: Mapping[str, Any]) -> Path:
    """Return *root*, in which is what is built of *plan*, and then the *changes*, by their paths."""
    for artifact in render(plan):
        path = root / artifact.path.relative_to("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        if artifact.link:
            path.symlink_to(artifact.link)
        else:
            path.write_text(artifact.content)
    for name, what in changes.items():
        change(root / name.lstrip("/"), what)
    return root


def change(path: Path, what: str | Mapping[str, str]) -> None:
    """Give *path* a content, or do to it what a mapping says.

    `{link: TARGET}`, `{add: TEXT}` at its end, `{without: TEXT}` that it has once, `{remove: ""}`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(what, str):
        path.write_text(what)
        return
    ((verb, text),) = what.items()
    if verb == "link":
        path.symlink_to(text)
    elif verb == "add":
        path.write_text(path.read_text() + text)
    elif verb == "without":
        before = path.read_text()
        assert before.count(text) == 1
        path.write_text(before.replace(text, ""))
    else:
        assert verb == "remove"
        path.unlink()


def _installed(name: str, version: str, *modules: str) -> Installed:
    service = find("wsgigen.catalog.services", name, "SERVICE")
    return Installed(service, version, f"package {name} {version}", frozenset(modules) or None)


def said(
    rule: Rule, whole: ClusterView, beside: Iterable[Rule] = ()
) -> tuple[list[str], list[str]]:
    """Return what *rule* finds, as `location: severity: message`, and lacks, as `about: needs`.

    The rules *beside* it run too.
    """
    selected = {rule.name: rule, **{other.name: other for other in beside}}
    result = check_layout(whole, selected, _location)
    findings = [finding for finding in result.findings if finding.rule == rule.name]
    assert all(finding.fix for finding in findings)
    gaps = [gap for gap in result.not_checked if gap.rule == rule.name]
    return [_finding(finding) for finding in findings], [_lack(gap) for gap in gaps]


def _location(at: Origin) -> Location:
    if isinstance(at, Location):
        _, is_below, path = at.file.partition("/root/")
        return at._replace(file=f"/{path}") if is_below else Location("cib", at.line)
    return Location(".".join(map(str, at)))


def _finding(finding: ReportedFinding) -> str:
    return f"{finding.location}: {finding.severity.word}: {finding.message}"


def _lack(gap: NotChecked) -> str:
    lack = f"{gap.about}: {gap.needs}" if gap.about else gap.needs
    return re.sub(r"/\S*/root(?=/|$)", "", lack)
