"""Builds the trees of profiles, or compares them with what is there."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from wsgigen.app.build_results import Built, Result
from wsgigen.app.kept import kept_tree, origin_of
from wsgigen.app.profiles import profiles_in
from wsgigen.app.target import BuildTarget
from wsgigen.errors import Location, Problem, Refusal, attempt
from wsgigen.record import record


@record
class BuildOptions:
    """The options of `wsgigen build`."""

    profiles: tuple[Path, ...]  #: files, and directories of them
    layout: str | None = None
    platform: str | None = None
    root: Path | None = None
    force: bool = False
    keep_running: bool = False
    check: bool = False
    files_list: Path | None = None
    split: bool = False


def build(options: BuildOptions) -> Iterator[Result]:
    """Yield what comes of each profile, one after the other; a problem of one stops no other.

    Raises UserError for a directory without profiles.
    """
    paths = profiles_in(options.profiles)
    if problems := tuple(_contradictions(options, paths)):
        yield Refusal(problems)
        return
    refused = False
    for target in _targets(options, paths):
        result = attempt(_action_for(options, target))
        refused = refused or isinstance(result, Refusal)
        yield result
    if options.check and not refused:
        from wsgigen.app.compare_tree import left_over  # noqa: PLC0415 - see _action_for

        yield from left_over(options.root or Path("build"), paths, options.profiles)


def _action_for(options: BuildOptions, target: BuildTarget) -> Callable[[], Result]:
    """Return the function that builds, compares or packages *target*.

    Each is imported when it is needed: imports take half of the time of a call.
    """
    if options.check:
        from wsgigen.app.compare_tree import compare_tree  # noqa: PLC0415

        return partial(compare_tree, target)
    if options.files_list:
        from wsgigen.app.make_package import make_package  # noqa: PLC0415

        return partial(make_package, target, options.files_list, split=options.split)
    return partial(_build_one, target)


def _build_one(target: BuildTarget) -> Built:
    """Build a tree, or see that there is nothing to build."""
    made_from = origin_of(target)
    if kept := kept_tree(target, made_from):
        return kept
    from wsgigen.app.make_tree import make_tree  # noqa: PLC0415 - see _action_for

    return make_tree(target, made_from)


def _targets(options: BuildOptions, paths: tuple[Path, ...]) -> Iterator[BuildTarget]:
    """Yield a target for each profile.

    The trees of several, and of those in a directory, lie side by side.
    """
    side_by_side = len(paths) > 1 or options.profiles[0].is_dir()
    for path in paths:
        root = options.root / path.stem if options.root and side_by_side else options.root
        yield BuildTarget(
            path, options.layout, options.platform, root, options.force, options.keep_running
        )


def _contradictions(options: BuildOptions, paths: tuple[Path, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the options and the profiles taken together."""
    if options.split and not options.files_list:
        yield Problem("--split needs a list to split", "name it with --files-list FILE")
    writes = {
        "--force": options.force,
        "--keep-running": options.keep_running,
        "--files-list": options.files_list,
    }
    for option, given in writes.items():
        if options.check and given:
            yield Problem(
                f"--check writes nothing, so it goes without {option}", "leave one of them out"
            )
    if options.files_list and len(paths) > 1:
        yield Problem(
            "--files-list is of one profile", "name one profile, or call wsgigen once for each"
        )
    first: dict[str, Path] = {}
    for path in paths:
        if first.setdefault(path.stem, path) != path:
            message = f"has the name of {first[path.stem]}, whose tree it would replace"
            fix = "rename one of them, or build it by itself"
            yield Problem(message, fix, location=Location(str(path)))
