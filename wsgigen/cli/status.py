"""The exit statuses of commands."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit statuses of every command."""

    DONE = 0
    #: The command says what differs, or what failed or stayed: both are status 1.
    DIFFERENT = 1
    FAILED = 1
    UNUSABLE = 2
