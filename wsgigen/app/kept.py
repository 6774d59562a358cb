"""Finds a tree that a build leaves as it is; to see that takes few imports."""

from wsgigen.app.build_results import Built
from wsgigen.app.target import BuildTarget
from wsgigen.tree.origin import origin
from wsgigen.tree.unchanged import unchanged
from wsgigen.tree.written import Written


def origin_of(target: BuildTarget) -> str:
    """Return the hash of all that the tree of *target* is made from."""
    return origin(target.profile, target.layout, target.platform)


def kept_tree(target: BuildTarget, made_from: str) -> Built | None:
    """Return the tree of *target* if it is as a build would make it, whose origin is *made_from*.

    None where that is for a build to find out.
    """
    kept = unchanged(target.tree, target.profile.stem, made_from)
    return Built(target.tree, Written(unchanged=len(kept.files)), kept.notes) if kept else None
