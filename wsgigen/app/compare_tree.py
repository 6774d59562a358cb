"""Compares trees with what a build would make."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import join

from wsgigen.app.build_results import LeftOver, TreeComparison
from wsgigen.app.plan import load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.render.render import render
from wsgigen.tree.diff import diff, trees


def compare_tree(target: BuildTarget) -> TreeComparison:
    """Return how a build of *target* would change its tree, as it was checked out."""
    root = target.tree
    plan = load_plan(target)
    differences = tuple(diff(render(plan), root, plan.profile, checked_out=True))
    accept = ""
    if differences:
        foreign = any(difference.foreign for difference in differences)
        options = [word for key, value in target.replaced.items() for word in (f"--{key}", value)]
        words = ["wsgigen", "build", str(target.profile), "--root", str(root), *options]
        accept = join([*words, *(["--force"] if foreign else [])])
    return TreeComparison(root, target.profile, os.path.exists(root), differences, accept)


def left_over(root: Path, profiles: Iterable[Path], given: Iterable[Path]) -> Iterator[LeftOver]:
    """Yield the trees in *root* whose profile is no longer in the directories that are *given*."""
    directories = [path for path in given if os.path.isdir(path)]
    if not directories:
        return
    for name in sorted(trees(root) - {path.stem for path in profiles}):
        accept = join(["rm", "-r", str(root / name)])
        yield LeftOver(root / name, ", ".join(map(str, directories)), accept)
