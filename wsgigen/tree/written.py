"""How a build left a tree: files written, removed and unchanged."""

from wsgigen.record import record


@record
class Written:
    """The files that a build wrote and removed, as paths of the target host."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
