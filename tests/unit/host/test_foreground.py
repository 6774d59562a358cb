"""`wsgigen run` waits for its sites: a function answers in their place."""

from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from wsgigen.host import foreground
from wsgigen.host.probe import Answer


def site(name: str, startup: float) -> Any:
    probe = SimpleNamespace(path="/", statuses=(200,), interval=10)
    return SimpleNamespace(
        service=name, url="http://r", probe=probe, timeouts=SimpleNamespace(startup=startup)
    )


def watched(
    monkeypatch: pytest.MonkeyPatch, sites: tuple[Any, ...], answer: Callable[[Any], Answer]
) -> bool:
    """Return whether all of *sites* became healthy, asked without pauses."""
    monkeypatch.setattr(foreground, "ask", answer)
    monkeypatch.setattr(foreground, "START_CHECK_PAUSES", (0,))
    server: Any = SimpleNamespace(
        plan=SimpleNamespace(sites=sites), ended=lambda: iter(()), first_failure=lambda site: ()
    )
    return foreground.watch(server, once=True)


def test_a_site_that_hangs_keeps_nobody_from_being_asked(monkeypatch, capsys):
    given_up = Event()
    failures = iter(range(1, 100))

    def answer(site):
        if site.service == "hangs":
            given_up.wait(20)
            return Answer("timed out", False, 20)
        if site.service == "bad" and next(failures) == 5:
            given_up.set()
        return Answer("200", True, 0) if site.service == "good" else Answer("500", False, 0)

    sites = (site("hangs", 0.5), site("good", 20), site("bad", 20))
    assert not watched(monkeypatch, sites, answer)
    assert given_up.is_set(), "all others were asked while the first one hung"
    errors = capsys.readouterr().err
    assert "good is healthy after 0." in errors
    assert "error: bad answered 500 to /, not 200\n" in errors
    assert "error: hangs gave no answer: timed out\n" in errors


def test_a_site_that_fails_five_times_in_a_row_is_asked_no_more(monkeypatch):
    asked = []

    def answer(site):
        asked.append(site)
        return Answer("500", False, 0)

    assert not watched(monkeypatch, (site("bad", 60),), answer)
    assert len(asked) == 5
