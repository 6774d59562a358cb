"""A format of reports: one module of `formats` each."""

from collections.abc import Callable

from wsgigen.check.results import CheckRun
from wsgigen.record import record


@record
class Format:
    """A way to write down what was checked."""

    name: str
    render: Callable[[CheckRun], str]
