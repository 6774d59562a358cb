"""Plan -> artifacts."""

from collections.abc import Iterator

from wsgigen.catalogue import every
from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact


def render(plan: Plan) -> Iterator[Artifact]:
    """Every file of *plan*, one kind after the other. Pure: the same plan gives the same bytes."""
    for output in every("wsgigen.render.outputs", "OUTPUT"):
        yield from output.render(plan)
