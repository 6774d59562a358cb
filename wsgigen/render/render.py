"""Plan -> artifacts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from wsgigen.plan.model import Plan
from wsgigen.registry import every
from wsgigen.render.artifact import Artifact
from wsgigen.render.inventory import inventories

_ROOT = PurePosixPath("/")


def render(plan: Plan) -> Iterator[Artifact]:
    """Every file of *plan*, one kind after the other. Pure: the same plan gives the same bytes.

    Paths are those of the target host, or start at the platform's prefix where it has one.
    """
    prefix = plan.platform.prefix
    moved = prefix != _ROOT
    artifacts = [
        artifact
        for output in every("wsgigen.render.outputs", "OUTPUT")
        for artifact in output.render(plan)
    ]
    for artifact in (*artifacts, *inventories(plan, artifacts)):
        yield (
            replace(artifact, path=_ROOT / artifact.path.relative_to(prefix)) if moved else artifact
        )
