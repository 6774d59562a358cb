"""Where disk and artifacts differ, for people to read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from wsgigen.render.artifact import Artifact
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import below
from wsgigen.tree.survey import Compared, compare, stale


@dataclass(frozen=True)
class Difference:
    """One file that a build would write, replace or remove; `text` is a unified diff."""

    path: str
    what: str
    text: str


def diff(artifacts: Iterable[Artifact], root: Path) -> Iterator[Difference]:
    """What a build would change below *root*."""
    wanted = []
    for one in compare(artifacts, root):
        wanted.append(str(one.artifact.path))
        if not one.same:
            yield _difference(one, root)
    for name, problem in stale(root, manifests.read(root), wanted):
        yield Difference(name, "is no longer asked for, and was changed" if problem else "is no longer asked for", "")


def _difference(one: Compared, root: Path) -> Difference:
    name = str(one.artifact.path)
    if not one.disk:
        return Difference(name, "is missing", "")
    if one.artifact.link or ":" not in one.disk or one.disk.startswith("link:"):
        return Difference(name, f"is {one.disk or 'missing'}, not {one.print}", "")
    if one.disk.partition(":")[2] == one.print.partition(":")[2]:
        return Difference(name, f"has mode {one.disk.partition(':')[0]}, not {one.print.partition(':')[0]}", "")
    there = below(root, name).read_text(errors="replace").splitlines(keepends=True)
    lines = unified_diff(there, one.artifact.content.splitlines(keepends=True), f"disk{name}", f"profile{name}")
    return Difference(name, "differs", "".join(lines))
