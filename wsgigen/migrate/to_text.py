"""Recommendations -> lines of text, with the ties of what may leave."""

from collections.abc import Iterator, Sequence

from wsgigen.migrate.binding import Binding
from wsgigen.migrate.recommendation import Recommendation
from wsgigen.text.columns import align


def lines(recommendations: Sequence[Recommendation]) -> Iterator[str]:
    """Yield a table of *recommendations*, and the ties of what may leave."""
    rows = [
        (recommendation.resource, recommendation.manager, recommendation.why)
        for recommendation in recommendations
    ]
    for line in align(("resource", "manager", "why"), rows):
        yield f"  {line}"
    leaving = [recommendation for recommendation in recommendations if recommendation.may_leave]
    if not leaving:
        return
    yield from ("", "what may leave the cluster, and what ties it there:", "")
    for recommendation in leaving:
        yield f"  {recommendation.resource}"
        yield from (f"    {line}" for line in _ties(recommendation.binding))
    yield ""
    yield (
        "no steps are printed: to stop a resource and then start its unit by systemd loses all"
        " requests in between, on every node"
    )


def _ties(binding: Binding) -> Iterator[str]:
    """Yield a line for each kind of things that would stop, move or be left over."""
    if binding.units:
        yield f"controls {', '.join(binding.units)}{_also(binding.shares_unit_with)}"
    if binding.companions:
        companions = ", ".join(binding.companions)
        yield f"shares a group with {companions}: they start, stop and move together"
    if binding.constraints:
        others = ", ".join(binding.stays_but_constrained)
        constraints = ", ".join(binding.constraints)
        yield f"is named by {constraints}{f', with {others}' if others else ''}"
    if binding.unmanaged:
        yield f"is not managed ({binding.unmanaged}): Pacemaker would neither stop nor start it"
    if not (binding.units or binding.companions or binding.constraints or binding.unmanaged):
        yield "nothing"


def _also(resources: tuple[str, ...]) -> str:
    if not resources:
        return ""
    return f", as {'does' if len(resources) == 1 else 'do'} {', '.join(resources)}"
