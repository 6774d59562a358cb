"""One difference between a tree and what a build would make."""

from wsgigen.record import record


@record
class Difference:
    """One file that a build would write, replace or remove; `text` is a unified diff.

    `foreign` says that a build would refuse to, without force.
    """

    path: str
    message: str
    text: str
    foreign: bool = False
