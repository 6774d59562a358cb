"""Tells whether a build has nothing to do; to see that takes no import of what writes."""

import os
from pathlib import Path

from wsgigen.errors import UserError
from wsgigen.tree import manifest as manifests
from wsgigen.tree.manifest import Manifest, at, found_hash
from wsgigen.tree.obstacles import Obstacles
from wsgigen.tree.root import is_interrupted, locked


def unchanged(path: Path, profile: str, origin: str) -> Manifest | None:
    """Return the manifest of *profile* in the root at *path*, if nothing of it has changed.

    It was made from *origin*, and every file is as it was written. None leaves the rest to
    `build_tree`: to make it from scratch, to wait for another build, or to say what is wrong.
    """
    path = Path(os.path.abspath(path))
    if not origin or not os.path.exists(path):
        return None
    try:
        with locked(path, wait=False) as root, root.opened() as tree:
            manifest = manifests.read(path, profile)
            is_signed = manifest.seal and manifest.seal == manifests.signed(manifest, origin)
            if not is_signed or is_interrupted(tree) or not _is_intact(path, manifest):
                return None
            return manifest
    except (OSError, UserError):
        return None


def _is_intact(root: Path, manifest: Manifest) -> bool:
    """Return whether every file of *manifest* is as it was written, below *root*."""
    obstacles = Obstacles(root)
    if any(
        obstacles.above(name)
        for name in (*manifest.files, str(manifests.path_of(manifest.profile)))
    ):
        return False
    return all((found_hash(at(root, name)),) == hashes for name, hashes in manifest.files.items())
