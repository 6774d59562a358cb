"""Small trees of artifacts, and what a disk holds."""

import os
import stat
from pathlib import Path, PurePosixPath

from wsgigen.render.artifact import Artifact

MANIFEST = "usr/share/wsgigen/manifests/p.json"


def file(path: str, content: str = "content\n", mode: int = 0o644) -> Artifact:
    return Artifact(PurePosixPath(path), content, mode)


def link(path: str, target: str) -> Artifact:
    return Artifact(PurePosixPath(path), link=target)


#: Files of every kind: in a directory of their own and in shared ones, executable, a link, empty,
#: not ASCII.
OLD = (
    file("/etc/wsgigen/keystone/httpd.conf", "old\n"),
    file("/etc/wsgigen/keystone/keystone.conf", "same\n"),
    file("/etc/wsgigen/placement/httpd.conf", "goes\n"),
    link("/etc/apache2/mods-enabled/ssl.load", "../mods-available/ssl.load"),
    file("/usr/libexec/wsgigen/probe", "#!/bin/sh\n", 0o755),
    file("/usr/share/wsgigen/wsgi/keystone.wsgi", "größe\n"),
    file("/usr/lib/empty", ""),
)
#: The same after the profile changed: files that are new, replaced, gone, of another mode, of
#: another kind.
NEW = (
    file("/etc/wsgigen/keystone/httpd.conf", "new\n"),
    file("/etc/wsgigen/keystone/keystone.conf", "same\n"),
    file("/etc/wsgigen/nova-api/deep/httpd.conf", "added\n"),
    link("/etc/apache2/mods-enabled/ssl.load", "../mods-available/other.load"),
    file("/usr/libexec/wsgigen/probe", "#!/bin/sh\n", 0o644),
    link("/usr/share/wsgigen/wsgi/keystone.wsgi", "nova.wsgi"),
    file("/usr/share/wsgigen/wsgi/nova.wsgi", "added\n"),
)
#: What others have in the same places.
FOREIGN = {
    "etc/motd": "welcome\n",
    "etc/apache2/apache2.conf": "theirs\n",
    "usr/lib/os-release": "ID=x\n",
}


def contents(root: Path) -> dict[str, tuple[str, int, bytes | str]]:
    """Kind, mode and content of all there is below *root*; nothing when it is not there."""
    tree: dict[str, tuple[str, int, bytes | str]] = {}
    for directory, directories, files in os.walk(root):
        for name in (*directories, *files):
            path = Path(directory, name)
            status = path.lstat()
            kind: str = "directory"
            content: bytes | str = b""
            if stat.S_ISLNK(status.st_mode):
                kind, content = "link", os.readlink(path)
            elif stat.S_ISREG(status.st_mode):
                kind, content = "file", path.read_bytes()
            tree[str(path.relative_to(root))] = (
                kind,
                0 if kind == "link" else stat.S_IMODE(status.st_mode),
                content,
            )
    return tree


def stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    """Return what each write changes, by path: the inode, and times in nanoseconds."""
    return {
        str(path): (status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
        for path in (root, *sorted(root.rglob("*")))
        if (status := path.lstat())
    }


def foreign(root: Path) -> None:
    """Others' files, so that the root is not wsgigen's alone."""
    for name, content in FOREIGN.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)


def left(root: Path) -> list[str]:
    """Return paths that no build may leave: names that only it uses, in and beside *root*."""
    return [
        str(path)
        for path in (*root.parent.iterdir(), *root.rglob("*"))
        if ".wsgigen-new" in path.name
    ]
