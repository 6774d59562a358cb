"""The options of `wsgigen init`, and who answers the rest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wsgigen.discover.prompts import Reader
from wsgigen.record import record

#: Asks a person a question, with a default, until the reader takes the answer.
Ask = Callable[[str, str, Reader], Any]


@record
class InitOptions:
    """The options of `wsgigen init`."""

    file: Path
    layout: str | None = None
    platform: str | None = None
    services: tuple[str, ...] = ()
    openstack: str | None = None
    venv: str | None = None
    server_name: str | None = None
    listen: tuple[str, ...] = ()
    manager: str | None = None
    installed: bool = False  #: look for services on this machine
    vhosts: tuple[Path, ...] = ()  #: look for services there
    cib: Path | None = None  #: look for services there
    schema: str | None = None
    force: bool = False


@record
class Interview:
    """Options, and a person who is asked for the rest; without one the defaults are taken."""

    options: InitOptions
    ask: Ask | None

    def answer(self, key: str, question: str, default: str, read: Reader) -> Any:
        """Return what the option *key* says, else the answer to *question*."""
        if given := getattr(self.options, key):
            return given
        return self.ask(question, default, read) if self.ask else read(default)
