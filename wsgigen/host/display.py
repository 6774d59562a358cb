"""Shows the state of the sites that are served: a table on a terminal, lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from wsgigen.host.probe import Answer
from wsgigen.plan.model import Site
from wsgigen.text import terminal

HEADINGS = ("service", "url", "health", "state", "milliseconds")


def rows(sites: tuple[Site, ...], answers: dict[str, Answer]) -> Iterator[tuple[object, ...]]:
    """Yield a row of the table for each site."""
    for site in sites:
        answer = answers.get(site.service)
        state = "waiting" if answer is None else "healthy" if answer.healthy else "not healthy"
        outcome, milliseconds = "-", "-"
        if answer:
            outcome, milliseconds = answer.what, str(round(answer.seconds * 1000))
        yield site.service, site.url, f"{site.probe.path} {outcome}", state, milliseconds


class Display:
    """The display of all sites while they are served.

    On a terminal it is a table that is redrawn; elsewhere it is a line for each service that
    becomes healthy, and one table at the end.
    """

    def __init__(
        self, sites: tuple[Site, ...], answers: dict[str, Answer], live: Any = None
    ) -> None:
        self.sites, self.answers, self.live = sites, answers, live

    def healthy(self, service: str, seconds: float) -> None:
        """Print that *service* became healthy after *seconds*."""
        if self.live is None:
            click.echo(f"{service} is healthy after {seconds:.1f} s", err=True)

    def __call__(self) -> None:
        """Draw the table again."""
        if self.live is not None:
            self.live.update(terminal.drawn_table(HEADINGS, rows(self.sites, self.answers)))


@contextmanager
def displayed(sites: tuple[Site, ...], answers: dict[str, Answer]) -> Iterator[Display]:
    """Show *sites* for the block, with the *answers* that it fills in."""
    if terminal.can_redraw():
        from rich.live import Live  # noqa: PLC0415 - only on a terminal

        with Live(refresh_per_second=4) as live:
            yield Display(sites, answers, live)
        return
    try:
        yield Display(sites, answers)
    finally:
        terminal.print_table(HEADINGS, rows(sites, answers))
