"""Whole trees as text: one file a profile and platform, so that a person can read a change from top to bottom.

A tree is its entries by path, each behind a line that begins with `==> `:

    ==> /etc/wsgigen/keystone/httpd.conf 0644
    ...the file...
    ==> /etc/apache2/mods-enabled/headers.load -> ../mods-available/headers.load

The manifest is left out: it repeats every entry as a hash.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

from wsgigen.plan.model import Plan
from wsgigen.plan.resolve import platform_of, resolve
from wsgigen.profile.load import load

HERE = Path(__file__).parent
PROFILES = tuple(sorted((HERE.parent.parent / "profiles").glob("*.yaml")))
PLATFORMS = ("debian-12", "el-9", "opensuse-leap")
#: Small ones of the profiles' own platform are trees on disk, which `tox -e layouts` compares; the rest are easier to read in one file.
ON_DISK = ("demo", "plain", "tls-proxy")
TREES = tuple((profile, platform) for profile in PROFILES for platform in PLATFORMS)
#: By path: the words behind it in the first line (mode or link), and the content.
Tree = Mapping[str, tuple[str, str]]
_MARK = "==> "


def planned(profile: Path, platform: str, layout: str | None = None) -> Plan:
    """Return the plan of *profile* on *platform*, in its own layout if no other is given."""
    written = load(profile)[0]
    wanted = replace(written, platform=platform, layout=layout or written.layout)
    return resolve(wanted, platform_of(wanted))


def stored(profile: Path, platform: str) -> Path:
    """The expected tree: a file, or a directory."""
    if profile.stem in ON_DISK and platform == "debian-12":
        return HERE / "trees" / profile.stem
    return HERE / profile.stem / f"{platform}.tree"


def expected(profile: Path, platform: str) -> Tree:
    """The expected tree."""
    path = stored(profile, platform)
    return checked_out(scan(path)) if path.is_dir() else parse(path.read_text())


def checked_out(tree: Tree) -> Tree:
    """*tree* with the modes that it has without a umask of whoever checked it out."""
    modes = {
        what: f"{0o755 if int(what, 8) & 0o100 else 0o644:04o}"
        for what, _ in tree.values()
        if what.isdigit()
    }
    return {path: (modes.get(what, what), content) for path, (what, content) in tree.items()}


def scan(root: Path) -> Tree:
    """The tree that is below *root* on disk."""
    entries = {}
    for path in sorted(root.rglob("*")):
        if path.is_symlink():
            entries[f"/{path.relative_to(root)}"] = (f"-> {path.readlink()}", "")
        elif path.is_file() and path.parent.name != "manifests":
            entries[f"/{path.relative_to(root)}"] = (
                f"{path.stat().st_mode & 0o7777:04o}",
                path.read_text(),
            )
    return entries


def text(tree: Tree) -> str:
    """*tree* as it is stored."""
    for path, (_, content) in tree.items():
        assert not content or content.endswith("\n"), f"{path} does not end with a newline"
        assert not any(line.startswith(_MARK) for line in content.splitlines()), (
            f"{path} has a line that begins with {_MARK!r}"
        )
    return "".join(
        f"{_MARK}{path} {what}\n{content}" for path, (what, content) in sorted(tree.items())
    )


def parse(words: str) -> Tree:
    """The tree that `text` made *words* of."""
    entries: dict[str, tuple[str, str]] = {}
    for entry in f"\n{words}".split(f"\n{_MARK}")[1:]:
        head, _, content = entry.partition("\n")
        path, _, what = head.partition(" ")
        entries[path] = (
            what,
            f"{content}\n" if content and not content.endswith("\n") else content,
        )
    return entries


def unpack(tree: Tree, root: Path) -> None:
    """Write *tree* below *root*."""
    for path, (what, content) in tree.items():
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if what.startswith("-> "):
            target.symlink_to(what.removeprefix("-> "))
        else:
            target.write_text(content)
            target.chmod(int(what, 8))


def difference(expected: Tree, found: Tree) -> Iterator[str]:
    """Lines for a person: what is missing, what is too many, and what changed."""
    for path in sorted(expected.keys() | found.keys()):
        if path not in found:
            yield f"missing: {path}"
        elif path not in expected:
            yield f"too many: {path}"
        elif expected[path] != found[path]:
            before, after = ("\n".join(tree[path]).splitlines() for tree in (expected, found))
            yield from unified_diff(
                before, after, f"expected {path}", f"found {path}", lineterm="", n=1
            )
