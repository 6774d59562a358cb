"""Runs a command where every user can enter the directories that this Python lives in.

httpd serves as nobody, who cannot enter a home of mode 0700. The command gets mounts of its own, in
which such a directory is another of mode 0755 with all that it holds; nothing changes for anybody
else.
"""

import os
import shutil
import sys
from pathlib import Path

#: For each directory: keep it reachable, cover it, and mount what it holds upon the cover.
_SCRIPT = """
kept=$1; shift
while [ "$1" != -- ]; do
    mount --bind "$1" "$kept"
    mount -t tmpfs -o mode=0755 cover "$1"
    for path in "$kept"/* "$kept"/.[!.]*; do
        [ -L "$path" ] && cp -d "$path" "$1/"
        [ -d "$path" ] && [ ! -L "$path" ] && mkdir "$1/${path##*/}" &&
            mount --bind "$path" "$1/${path##*/}"
    done
    umount --lazy "$kept"
    shift
done
shift
exec "$@"
"""


def closed() -> list[Path]:
    """Return the directories above this Python that others cannot enter, the outermost first."""
    prefixes = {Path(sys.prefix), Path(sys.base_prefix)}
    above = {directory for prefix in prefixes for directory in (prefix, *prefix.parents)}
    return sorted(directory for directory in above if not directory.stat().st_mode & 0o001)


def reachable(top: Path) -> tuple[object, ...]:
    """Return the words to put before a command; *top* is a directory for mounts.

    None where nothing is closed, or whoever calls is not root: httpd then serves as themselves.
    Raises RuntimeError where it takes `unshare` and there is none.
    """
    directories = closed()
    if os.geteuid() or not directories:
        return ()
    if not shutil.which("unshare"):
        raise RuntimeError(f"nobody can enter {directories[0]}: install util-linux")
    kept = top / "kept"
    kept.mkdir(exist_ok=True)
    return ("unshare", "--mount", "sh", "-ec", _SCRIPT, "sh", kept, *directories, "--")
