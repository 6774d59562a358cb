"""Makes the tree of a profile, on this machine or for another."""

from wsgigen.app.build_results import Built
from wsgigen.app.kept import origin_of
from wsgigen.app.plan import load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.errors import UserError
from wsgigen.host.removal import Leaving, leaving_here, next_steps
from wsgigen.host.venv import mismatched
from wsgigen.plan.model import Plan
from wsgigen.plan.ports import taken
from wsgigen.render.artifact import Artifact
from wsgigen.render.render import render
from wsgigen.tree.build import build_tree
from wsgigen.tree.inventories import listens
from wsgigen.tree.manifest import Manifest
from wsgigen.tree.profiles import read_profiles
from wsgigen.tree.units import Units, files_of


def make_tree(target: BuildTarget, made_from: str) -> Built:
    """Build the tree of *target*, whose origin was *made_from* when it was looked at.

    Raises UserError for what is wrong with the profile, and for what the disk refuses.
    """
    plan = load_plan(target)
    artifacts = tuple(render(plan))
    old = _old(target, plan.profile, artifacts)
    _refuse_taken_ports(target, plan, {*old.files, *(str(made.path) for made in artifacts)})
    leaving = _leaving(target, old, artifacts)
    keep = files_of(old, leaving.used)
    written = build_tree(
        artifacts,
        target.tree,
        plan.profile,
        force=target.force,
        origin=made_from if _may_be_trusted(target, made_from, plan, leaving) else "",
        notes=plan.notes,
        keep=keep,
    )
    extended = Units(extended=leaving.units.extended)
    return Built(
        target.tree,
        written,
        notes_of(plan),
        kept_running=leaving.used if keep else (),
        next_steps=tuple(next_steps(extended)) if extended.extended else (),
    )


def _old(target: BuildTarget, profile: str, artifacts: tuple[Artifact, ...]) -> Manifest:
    """Return the manifest of what a build replaces or removes; no other profile has it."""
    profiles = read_profiles(target.tree, profile)
    return (profiles.taking_over(artifacts) if target.force else profiles).alone


def _refuse_taken_ports(target: BuildTarget, plan: Plan, own: set[str]) -> None:
    """Raise UserError for ports of other profiles in the root, whose files are not *own*."""
    there = listens(target.tree, plan.platform.share / "instances", own)
    if problems := tuple(taken(plan.sites, there)) if plan.platform.privileged else ():
        raise UserError(problems)


def _leaving(target: BuildTarget, old: Manifest, artifacts: tuple[Artifact, ...]) -> Leaving:
    """Return which units of this machine are not in the new tree; raises UserError if they run."""
    leaving = leaving_here(target.tree, old, (str(artifact.path) for artifact in artifacts))
    if leaving.problem and not target.keep_running:
        raise UserError([leaving.problem])
    return leaving


def _may_be_trusted(target: BuildTarget, made_from: str, plan: Plan, leaving: Leaving) -> bool:
    """Tell whether the next build may take the tree as it is while its origin is the same.

    Not what depends on this machine, nor on a profile that was changed meanwhile.
    """
    on_this_machine = plan.platform.name == "local" or any(site.daemon.venv for site in plan.sites)
    is_same = origin_of(target) == made_from
    return not on_this_machine and not leaving.used and is_same


def notes_of(plan: Plan) -> tuple[str, ...]:
    """Return what a person should know about a tree of *plan*, as far as this machine tells."""
    return (*plan.notes, *(problem.message for problem in mismatched(plan)))
