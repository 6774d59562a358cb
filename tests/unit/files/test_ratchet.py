"""Every file is read and written by `wsgigen/files`.

Who opens one all the same is named here, with the reason.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3] / "wsgigen"
#: Methods of pathlib.Path that read or change files. `replace` and `rename` are also methods of
#: others.
_METHODS = frozenset(
    [
        "chmod",
        "hardlink_to",
        "iterdir",
        "lchmod",
        "link_to",
        "mkdir",
        "open",
        "read_bytes",
        "read_text",
        "rmdir",
        "symlink_to",
        "touch",
        "unlink",
        "write_bytes",
        "write_text",
    ]
)
#: Functions that read or change files, by their modules.
_FUNCTIONS = {
    module: frozenset(names.split())
    for module, names in (
        (
            "os",
            """
            chmod chown fdopen lchown link listdir makedirs mkdir mkfifo mknod open remove
            removedirs rename renames replace rmdir scandir symlink truncate unlink walk
            """,
        ),
        ("shutil", "chown copy copy2 copyfile copytree make_archive move rmtree"),
        ("io", "open FileIO"),
        (
            "tempfile",
            "NamedTemporaryFile SpooledTemporaryFile TemporaryFile mkdtemp mkstemp",
        ),
    )
}
_OWN = "in a temporary directory of its own"
#: Who does it elsewhere, and why it may.
ALLOWED = {
    "app/draft_problems.py: write_text": _OWN,
    "app/run.py: chmod": _OWN,
    "cli/group.py: os.open": "/dev/null, where the output was",
    "host/pacemaker.py: write_bytes": _OWN,
    "host/verify/httpd.py: mkdir": _OWN,
    "host/verify/units.py: symlink_to": _OWN,
    "host/verify/units.py: write_text": _OWN,
    "registry.py: read_text": "wsgigen's own code",
    "tree/exchange.py: os.scandir": "ends at the first name that is not wsgigen's",
    "tree/origin.py: os.walk": "wsgigen's own code",
}


def calls(source: str) -> Iterator[str]:
    """Yield the calls of *source* that read or change files.

    `open`, methods of paths, functions by their modules, however they are imported.
    """
    tree = ast.parse(source)
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _FUNCTIONS:
            imported |= {
                name.asname or name.name: f"{node.module}.{name.name}" for name in node.names
            }
        elif isinstance(node, ast.Import):
            imported |= {name.asname: name.name for name in node.names if name.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            module, _, function = imported.get(node.id, "").rpartition(".")
            if function in _FUNCTIONS.get(module, ()):
                yield f"{module}.{function}"
            elif node.id == "open":
                yield "open"
        elif isinstance(node, ast.Attribute):
            yield from _attribute(node, imported)


def _attribute(node: ast.Attribute, imported: dict[str, str]) -> Iterator[str]:
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    module = imported.get(owner, owner)
    if module in _FUNCTIONS:
        if node.attr in _FUNCTIONS[module]:
            yield f"{module}.{node.attr}"
    elif node.attr in _METHODS and owner != "self":
        yield node.attr


def elsewhere() -> set[str]:
    """Return the calls outside of `wsgigen/files` that read or change files."""
    return {
        f"{path.relative_to(PACKAGE)}: {call}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] != "files"
        for call in calls(path.read_text())
    }


def test_nobody_else_opens_a_file():
    assert sorted(elsewhere() - set(ALLOWED)) == [], "read and write through wsgigen/files"


def test_nobody_is_allowed_what_he_does_not_do():
    assert sorted(set(ALLOWED) - elsewhere()) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("open('a')", ["open"]),
        ("path.open()", ["open"]),
        ("map(open, paths)", ["open"]),
        ("import os\nos.open('a', 0)", ["os.open"]),
        ("import os as o\no.replace(a, b)", ["os.replace"]),
        ("from os import unlink as gone\ngone('a')", ["os.unlink"]),
        ("read = path.read_text", ["read_text"]),
        ("a.b.mkdir()", ["mkdir"]),
        ("import shutil\nshutil.rmtree(a)", ["shutil.rmtree"]),
        ("'a'.replace('a', 'b')", []),
        ("import shutil\nshutil.which('a')", []),
        ("import os\nos.path.exists(a)", []),
    ],
)
def test_what_is_seen(source, found):
    assert list(calls(source)) == found
