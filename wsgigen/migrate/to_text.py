"""Recommendations -> lines of text, with the relations of what may leave."""

from collections.abc import Iterator, Sequence

from wsgigen.migrate.recommendation import Recommendation
from wsgigen.migrate.relations import Relations
from wsgigen.text.columns import align


def lines(recommendations: Sequence[Recommendation]) -> Iterator[str]:
    """Yield a table of *recommendations*, and the relations of what may leave."""
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
        yield from (f"    {line}" for line in _relation_lines(recommendation.relations))
    yield ""
    yield (
        "no steps are printed: to stop a resource and then start its unit by systemd loses all"
        " requests in between, on every node"
    )


def _relation_lines(relations: Relations) -> Iterator[str]:
    """Yield a line for each kind of things that would stop, move or be left over."""
    if relations.units:
        yield f"controls {', '.join(relations.units)}{_also(relations.shares_unit_with)}"
    if relations.companions:
        companions = ", ".join(relations.companions)
        yield f"shares a group with {companions}: they start, stop and move together"
    if relations.constraints:
        others = ", ".join(relations.stays_but_constrained)
        constraints = ", ".join(relations.constraints)
        yield f"is named by {constraints}{f', with {others}' if others else ''}"
    if relations.unmanaged:
        yield f"is not managed ({relations.unmanaged}): Pacemaker would neither stop nor start it"
    if not (
        relations.units or relations.companions or relations.constraints or relations.unmanaged
    ):
        yield "nothing"


def _also(resources: tuple[str, ...]) -> str:
    if not resources:
        return ""
    return f", as {'does' if len(resources) == 1 else 'do'} {', '.join(resources)}"
