"""The profile accepts a finding that is not there.

What it checks
    Every rule that the profile names in `accept` is a rule, and finds something in the layout that
    the profile chooses. A rule that did not run, or could not look, is passed over: it might still
    find something.

Why it matters
    An acceptance covers all that its rule finds. One that is left over from a finding that was
    fixed hides the next finding of the same rule, for a reason that was given for another. One
    whose name is misspelt accepts nothing, though somebody believes that it does.

Instead
    Remove the entry, or write its rule as `wsgigen explain` lists it.

Source
    wsgigen's own: wsgigen/check/run.py gives an accepted finding the reason of its rule, whatever
    it says. ESLint's `--report-unused-disable-directives` and mypy's `warn_unused_ignores` do the
    same for theirs.
"""

from collections.abc import Iterable, Iterator

from wsgigen.check.rule import Finding, Need, Rule, Severity
from wsgigen.cluster.view import ClusterView
from wsgigen.registry import find

_NAME = "stale-acceptance"


def check(view: ClusterView) -> Iterator[Finding]:
    """Yield a finding for each entry that is not the name of a rule."""
    for name in _entries(view):
        if find("wsgigen.check.rules", name, "RULE") is None:
            yield Finding(
                f"{name} is accepted, but is not a rule",
                "write it as `wsgigen explain` lists it, or remove it",
                ("accept", name),
            )


def check_clean(view: ClusterView, clean: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each entry whose rule found nothing."""
    for name in _entries(view):
        if name in clean and name != _NAME:
            yield Finding(
                f"{name} is accepted, but finds nothing here",
                "remove it from accept",
                ("accept", name),
            )


def _entries(view: ClusterView) -> Iterable[str]:
    """Return the rules that the profile accepts; none in other layouts than it chooses."""
    if not view.profile or view.layout != view.profile.layout:
        return ()
    return view.profile.accept


RULE = Rule(_NAME, __doc__, Severity.ADVICE, check, needs=(Need.PROFILE,), check_clean=check_clean)
