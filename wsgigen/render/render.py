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
    """Yield every file of *plan*, one kind after the other; the same plan gives the same bytes.

    Paths are those of the target host, below the platform's prefix if it has one.
    """
    prefix = plan.platform.prefix
    artifacts = [
        artifact
        for output in every("wsgigen.render.outputs", "OUTPUT")
        for artifact in output.render(plan)
    ]
    for artifact in (*artifacts, *inventories(plan, artifacts)):
        yield artifact if prefix == _ROOT else _below(prefix, artifact)


def _below(prefix: PurePosixPath, artifact: Artifact) -> Artifact:
    return replace(artifact, path=_ROOT / artifact.path.relative_to(prefix))
