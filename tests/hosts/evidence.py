"""What was seen on clusters, kept for docs/evidence.md."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.hosts.host import Host
from tests.hosts.tree import HERE

#: Where the tests leave what they saw, a line each; `script/evidence` makes the page of it.
FILE = Path(os.environ.get("WSGIGEN_EVIDENCE") or HERE / ".cache" / "evidence.jsonl")


@dataclass(frozen=True)
class Seen:
    """One scenario, as it was seen. `rules` name the claims that it is about."""

    scenario: str
    rules: tuple[str, ...]
    layout: str
    host: str
    action: str
    believed: str
    true: str
    verdict: str
    versions: str
    date: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table of measurements: what was measured, and the figures by the heading of their column."""

    table: str
    what: dict[str, str]
    figures: dict[str, str]
    date: str = ""


def keep(seen: Seen | Row) -> None:
    """Add to what was seen before."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("a") as file:
        file.write(json.dumps({**asdict(seen), "date": datetime.now(UTC).date().isoformat()}) + "\n")


def versions(host: Host) -> str:
    """What runs on *host*, and in which version."""
    chosen = "apache2 libapache2-mod-wsgi-py3 systemd pacemaker corosync"
    return host.says("sh", "-c", f"dpkg-query -W -f '${{Package}} ${{Version}}, ' {chosen}").rstrip(", ")


def _lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text().splitlines()] if FILE.exists() else []


def kept() -> list[Seen]:
    """The newest of each scenario in each layout on each kind of host."""
    found = (Seen(**{**words, "rules": tuple(words["rules"])}) for words in _lines() if "scenario" in words)
    return list({(one.scenario, one.layout, one.host): one for one in found}.values())


def measured() -> list[Row]:
    """The newest of each line of each table."""
    found = (Row(**words) for words in _lines() if "table" in words)
    return list({(one.table, *one.what.values()): one for one in found}.values())
