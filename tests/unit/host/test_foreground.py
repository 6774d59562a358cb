"""What `wsgigen run` waits for: sites are asked by a function that answers as a test says."""

from time import monotonic, sleep
from types import SimpleNamespace

from wsgigen.host import foreground
from wsgigen.host.probe import Answer


def site(name, startup):
    probe = SimpleNamespace(path="/", statuses=(200,), interval=10)
    return SimpleNamespace(
        service=name, url="http://r", probe=probe, timeouts=SimpleNamespace(startup=startup)
    )


def watched(monkeypatch, sites, answer):
    """Whether all became healthy, and the seconds until that was known."""
    monkeypatch.setattr(foreground, "ask", answer)
    server = SimpleNamespace(
        plan=SimpleNamespace(sites=sites), ended=lambda: iter(()), first_failure=lambda site: ()
    )
    begin = monotonic()
    return foreground.watch(server, once=True), monotonic() - begin


def test_a_site_that_hangs_keeps_nobody_from_being_asked(monkeypatch, capsys):
    def answer(site):
        if site.service == "hangs":
            sleep(3)
            return Answer("timed out", False, 3)
        return Answer("200", True, 0) if site.service == "good" else Answer("500", False, 0)

    healthy, took = watched(
        monkeypatch, (site("hangs", 4), site("good", 4), site("bad", 4)), answer
    )
    errors = capsys.readouterr().err
    assert not healthy
    assert took < 9, "as long as the slowest may take, and one request"
    assert "good is healthy after 0." in errors
    assert "error: bad answered 500 to /, not 200\n" in errors
    assert "error: hangs gave no answer: timed out\n" in errors


def test_a_site_that_fails_five_times_in_a_row_is_asked_no_more(monkeypatch):
    asked = []

    def answer(site):
        asked.append(monotonic())
        return Answer("500", False, 0)

    assert not watched(monkeypatch, (site("bad", 60),), answer)[0]
    assert len(asked) == 5
