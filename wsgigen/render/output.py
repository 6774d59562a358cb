"""One kind of file, declared by each module of `outputs` as OUTPUT."""

from collections.abc import Callable, Iterator

from wsgigen.plan.model import Plan
from wsgigen.record import record
from wsgigen.render.artifact import Artifact


@record
class Output:
    """One kind of file: its name, and the function that renders it for a plan."""

    name: str
    render: Callable[[Plan], Iterator[Artifact]]
