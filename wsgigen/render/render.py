"""Plan -> artifacts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from wsgigen.catalogue import every
from wsgigen.plan.model import Plan
from wsgigen.render.artifact import Artifact


def render(plan: Plan) -> Iterator[Artifact]:
    """Every file of *plan*, one kind after the other. Pure: the same plan gives the same bytes.

    Paths are those of the target host, or start at the platform's prefix where it has one.
    """
    for output in every("wsgigen.render.outputs", "OUTPUT"):
        for artifact in output.render(plan):
            yield replace(artifact, path=PurePosixPath("/") / artifact.path.relative_to(plan.platform.prefix))
