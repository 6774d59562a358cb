"""Compares a tree with its profile."""

from collections.abc import Iterator

from wsgigen.app.plan import load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.render.render import render
from wsgigen.tree import diff as tree_diff
from wsgigen.tree.difference import Difference


def diff(target: BuildTarget) -> Iterator[Difference]:
    """Yield what a build of *target* would change. Raises UserError for what cannot be read."""
    plan = load_plan(target)
    return tree_diff.diff(render(plan), target.tree, plan.profile)
