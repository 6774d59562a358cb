"""The URL that a monitor asks, however it is written."""

import pytest

from wsgigen.pacemaker.cib.model import Primitive
from wsgigen.pacemaker.urls import status_url


def _web(text: str, kind: str = "apache") -> Primitive:
    return Primitive("web", "ocf", "heartbeat", kind, {"statusurl": text}, {}, ())


@pytest.mark.parametrize(
    ("text", "host", "port", "path"),
    [
        ("http://127.0.0.1:5000/v3", "127.0.0.1", 5000, "/v3"),
        ("https://Controller.example.org", "controller.example.org", 443, "/"),
        ("localhost/server-status?auto", "localhost", 80, "/server-status"),
        ("[::1]:8778/", "::1", 8778, "/"),
        ("gopher://a/b", "a", None, "/b"),
    ],
)
def test_its_parts(text: str, host: str, port: int | None, path: str) -> None:
    url = status_url(_web(text))
    assert url is not None
    assert (url.host, url.port, url.path) == (host, port, path)


@pytest.mark.parametrize("text", ["", "  ", "http://[::1:80/", "http://a:port/", "http://a:99999/"])
def test_what_is_no_url(text: str) -> None:
    assert status_url(_web(text)) is None


def test_another_agent_asks_none() -> None:
    assert status_url(_web("http://127.0.0.1/", "nginx")) is None


@pytest.mark.parametrize(
    ("host", "local", "literal"),
    [
        ("127.0.0.1", True, True),
        ("127.9.9.9", True, True),
        ("[::1]", True, True),
        ("localhost", True, False),
        ("192.0.2.1", False, True),
        ("controller", False, False),
    ],
)
def test_whose_host_it_is(host: str, local: bool, literal: bool) -> None:
    url = status_url(_web(f"http://{host}/"))
    assert url is not None
    assert (url.is_local, url.has_address) == (local, literal)


def test_the_page_of_httpd_itself() -> None:
    assert [
        bool(url and url.is_httpds_own)
        for url in map(status_url, map(_web, ("http://a/server-status", "http://a/v3")))
    ] == [True, False]
