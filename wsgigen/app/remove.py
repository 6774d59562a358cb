"""Removes the tree of a profile."""

from wsgigen.app.target import BuildTarget
from wsgigen.errors import UserError
from wsgigen.host.removal import in_the_way, is_this_machine, next_steps
from wsgigen.record import record
from wsgigen.tree import remove as tree_remove
from wsgigen.tree.remove import Removed
from wsgigen.tree.units import units_of


@record
class Removal:
    """The paths that are gone, those that stay, and commands for this machine."""

    removed: Removed
    next_steps: tuple[str, ...]


def remove(target: BuildTarget) -> Removal:
    """Remove what was built of *target*, whose profile need not be there any more.

    Raises UserError, with nothing removed, as long as units of the tree run on this machine.
    """
    root, profile = target.tree, target.profile.stem
    units = units_of(tree_remove.installed(root, profile).alone)
    on_this_machine = is_this_machine(root)
    if problems := list(in_the_way(units, root)) if on_this_machine else []:
        raise UserError(problems)
    removed = tree_remove.remove_tree(root, profile, force=target.force)
    return Removal(removed, tuple(next_steps(units)) if on_this_machine else ())
