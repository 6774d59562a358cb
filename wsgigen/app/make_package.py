"""Makes the root of a package, and the list of its files."""

from pathlib import Path

from wsgigen.app.build_results import Built
from wsgigen.app.make_tree import notes_of
from wsgigen.app.plan import load_plan
from wsgigen.app.target import BuildTarget
from wsgigen.files.save import save
from wsgigen.render.render import render
from wsgigen.tree import package_files
from wsgigen.tree.build import build_tree
from wsgigen.tree.remove import forget


def make_package(target: BuildTarget, files_list: Path, *, split: bool) -> Built:
    """Build the root of a package, and list its files.

    What a package owns is not wsgigen's to change later, so no manifest stays in it.
    Raises UserError as `make_tree` does.
    """
    plan = load_plan(target)
    artifacts = tuple(render(plan))
    written = build_tree(artifacts, target.tree, plan.profile, force=target.force)
    forget(target.tree, plan.profile)
    listings = package_files.list_by_instance(artifacts, plan.platform)
    for name, listed in listings.items() if split else (("", package_files.one_list(listings)),):
        file = files_list.with_name(f"{files_list.name}.{name}") if name else files_list
        save(file, "".join(f"{line}\n" for line in listed))
    return Built(target.tree, written, notes_of(plan))
