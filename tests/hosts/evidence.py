"""Observations on hosts and clusters, kept for docs/evidence.md."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.hosts.host import Host
from tests.hosts.tree import HERE

#: What is kept with the project: docs/evidence.md is made of it.
KEPT = Path(__file__).with_name("evidence.jsonl")
#: Where tests write what they see: `script/evidence` lets them write to KEPT.
FILE = Path(os.environ.get("WSGIGEN_EVIDENCE") or HERE / ".cache" / "evidence.jsonl")


@dataclass(frozen=True)
class Seen:
    """One scenario, as it was seen on one stage: `where` is a layout or a variant.

    `found` are those of the rules that `wsgigen check` found broken there, `foretold` is what `wsgigen simulate` said.
    """

    scenario: str
    claim: str
    rules: tuple[str, ...]
    action: str
    where: str
    host: str
    believed: str
    true: str
    found: str
    foretold: str
    verdict: str
    date: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table of measurements: what was measured, and the figures by the heading of their column."""

    table: str
    what: dict[str, str]
    figures: dict[str, str]
    date: str = ""


def keep(seen: Seen | Row) -> None:
    """Add it, in place of what was seen of the same before."""
    line = {**asdict(seen), "date": datetime.now(UTC).date().isoformat()}
    lines = {_key(one): one for one in _lines(FILE)} | {_key(line): line}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text("".join(json.dumps(one) + "\n" for one in lines.values()))


def keep_versions(host: Host) -> None:
    """Add what runs on *host*, and in which version."""
    embedded = host.kind.platform == "el-9"
    chosen = (
        "systemd"
        if embedded
        else "apache2 libapache2-mod-wsgi-py3 systemd pacemaker corosync resource-agents"
    )
    said = host.says("sh", "-c", f"dpkg-query -W -f '${{Package}} ${{Version}}, ' {chosen}").rstrip(
        ", "
    )
    if embedded:
        said = f"mod_wsgi-standalone {version('mod_wsgi-standalone')} of PyPI, {said}"
    keep(Row("hosts", {"host": host.kind.name}, {"versions": said}))


def _key(line: dict[str, Any]) -> tuple[str, ...]:
    if "scenario" in line:
        return (line["scenario"], line["where"], line["host"])
    return (line["table"], *line["what"].values())


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def scenes() -> list[Seen]:
    """Return the observations of each scenario on each stage."""
    return [
        Seen(**{**line, "rules": tuple(line["rules"])})
        for line in _lines(KEPT)
        if "scenario" in line
    ]


def rows() -> list[Row]:
    """The lines of all tables."""
    return [Row(**line) for line in _lines(KEPT) if "table" in line]
