"""Answers `wsgigen build PROFILE` where there is nothing to do, without importing click.

That import takes as long as all the rest of such a call. Words are read here only where click can
read them in no other way; all else is left to click, as is all that the disk or a reader refuses.
"""

from collections.abc import Iterable
from pathlib import Path

from wsgigen.app.kept import kept_tree, origin_of
from wsgigen.app.target import BuildTarget
from wsgigen.cli.built_output import print_built

#: Options that take one word, whatever it is.
OPTIONS = ("--layout", "--platform", "--root")


def has_nothing_to_do(words: Iterable[str]) -> bool:
    """Say that the tree which *words* ask for is as they ask.

    Return False where that is for click and a build to find out.
    """
    target = target_of(words)
    try:
        kept = kept_tree(target, origin_of(target)) if target else None
        if kept:
            print_built(kept)
    except OSError:
        return False
    return bool(kept)


def target_of(words: Iterable[str]) -> BuildTarget | None:
    """Return what *words* ask to build: one profile, with options of OPTIONS before or after it.

    None where they ask for anything else, or not in the plainest way.
    """
    waiting = list(words)
    profiles: list[Path] = []
    given: dict[str, str] = {}
    if not all(map(_is_plain, waiting)):
        return None
    while waiting:
        word = waiting.pop(0)
        if not word.startswith("-"):
            profiles.append(Path(word))
        elif word in OPTIONS and word not in given and waiting and not waiting[0].startswith("-"):
            given[word] = waiting.pop(0)
        else:
            return None
    if len(profiles) != 1:
        return None
    layout, platform, root = map(given.get, OPTIONS)
    return BuildTarget(profiles[0], layout, platform, Path(root) if root else None)


def _is_plain(word: str) -> bool:
    return word != "" and word.isascii() and word.isprintable()
