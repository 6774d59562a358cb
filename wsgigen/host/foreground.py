"""Watches served instances until a signal ends it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from types import FrameType

import click

from wsgigen.host.display import Display, displayed
from wsgigen.host.probe import Answer, ask
from wsgigen.host.server import Server
from wsgigen.plan.model import Site
from wsgigen.plan.times import START_CHECK_FAILURES, START_CHECK_PAUSES

_PAUSE = 0.25


class _Ended(Exception):
    """One SIGINT or SIGTERM that ends the display."""


def watch(server: Server, *, once: bool) -> bool:
    """Wait until every site is healthy, then (unless *once*) until a signal comes.

    Return whether every site became healthy in time and no instance ended by itself.
    """
    sites = server.plan.sites
    answers: dict[str, Answer] = {}
    healthy = False
    with _signals(), displayed(sites, answers) as show:
        try:
            healthy = _wait(server, answers, show)
            server.failed = not healthy
            if healthy and not once:
                click.echo(
                    f"{len(sites)} services are healthy; Ctrl-C drains and stops them", err=True
                )
                healthy = _stay(server, answers, show)
        except _Ended:
            click.echo("draining", err=True)
    if not healthy:
        _explain(server, answers)
    return healthy


def _wait(server: Server, answers: dict[str, Answer], show: Display) -> bool:
    begin = monotonic()
    waiting = {site.service: _Waiting(site) for site in server.plan.sites}
    while True:
        for service, site in list(waiting.items()):
            if answer := site.poll():
                answers[service] = answer
                if answer.healthy:
                    del waiting[service]
                    show.healthy(service, monotonic() - begin)
        show()
        if not waiting:
            return True
        # Every site has an answer that can be reported.
        ended = len(answers) == len(server.plan.sites) and any(server.ended())
        if ended or all(site.is_given_up for site in waiting.values()):
            return False
        sleep(0.05)


class _Waiting:
    """One site that has not been healthy yet.

    It is probed less and less often once it answers, because each answer may cost an import. Its
    requests have a thread of their own, so that a site that hangs does not delay the others.
    """

    def __init__(self, site: Site) -> None:
        self.site, self.due, self.answers, self.failures = site, 0.0, 0, 0
        self.end = monotonic() + site.timeouts.startup
        self.asks = False
        self.answer: Answer | None = None

    @property
    def is_given_up(self) -> bool:
        """Return whether it is no longer probed, and the last request has its answer."""
        return not self.asks and (self.failures >= START_CHECK_FAILURES or monotonic() > self.end)

    def poll(self) -> Answer | None:
        """Return the answer since the last call, if any; send a request when it is due."""
        if not self.asks and not self.is_given_up and monotonic() >= self.due:
            self.asks, self.answer = True, None
            Thread(target=self._ask, daemon=True).start()
        if not self.asks or self.answer is None:
            return None
        self.asks = False
        return self._count(self.answer)

    def _ask(self) -> None:
        self.answer = ask(self.site)

    def _count(self, answer: Answer) -> Answer:
        self.answers += answer.what.isdigit()
        self.failures = self.failures + 1 if answer.what == "500" and not answer.healthy else 0
        self.due = monotonic() + START_CHECK_PAUSES[min(self.answers, len(START_CHECK_PAUSES) - 1)]
        return answer


def _stay(server: Server, answers: dict[str, Answer], show: Display) -> bool:
    due = {site.service: monotonic() + site.probe.interval for site in server.plan.sites}
    while not any(server.ended()):
        for site in server.plan.sites:
            if monotonic() >= due[site.service]:
                answers[site.service] = ask(site)
                due[site.service] = monotonic() + site.probe.interval
        show()
        sleep(_PAUSE)
    return False


def _explain(server: Server, answers: dict[str, Answer]) -> None:
    for instance, status in server.ended():
        click.echo(f"error: the httpd of {instance.name} ended with status {status}", err=True)
    for site in server.plan.sites:
        answer = answers.get(site.service)
        if answer and not answer.healthy:
            if answer.what.isdigit():
                wanted = " or ".join(map(str, site.probe.statuses))
                failure = f"answered {answer.what} to {site.probe.path}, not {wanted}"
            else:
                failure = f"gave no answer: {answer.what}"
            click.echo(f"error: {site.service} {failure}", err=True)
            for line in server.first_failure(site):
                click.echo(f"    {line}", err=True)


@contextmanager
def _signals() -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into _Ended, later ones into KeyboardInterrupt.

    They are a KeyboardInterrupt after this block, too.
    """
    ended = False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal ended
        ended = True
        for caught in before:
            signal.signal(caught, signal.default_int_handler)
        raise _Ended

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        if not ended:
            for number, handler in before.items():
                signal.signal(number, handler)
