"""Configurations that pass `httpd -t` and could fail in use: requests at limits, proxies, TLS."""

import contextlib
import json
import os
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.live.tls import Authority
from wsgigen.host import apache as local
from wsgigen.host import server as serve
from wsgigen.render import probing

from . import serving
from .serving import Served, ask

LIMITS = {
    "plain": "",
    "wide": "chunked: true, encoded_slashes: true, authorization: true, max_body: unlimited",
    "small": "max_body: 1KiB",
}


@pytest.fixture(scope="module", params=["single", "per-service"])
def served(request: pytest.FixtureRequest, apache: local.Apache) -> Iterator[Served]:
    with serving.directory() as files:
        (files / "static").mkdir()
        (files / "static/hello.txt").write_text("hello")
        (files / "secret.txt").write_text("secret")
        (files / "static/escape").symlink_to(files / "secret.txt")
        if os.geteuid() == 0:
            os.chown(files / "secret.txt", 1, 1)
        static = f"static: {{/files: '{files}/static'}}"
        with serving.serving(
            apache, serving.profile(request.param, **LIMITS, files=static)
        ) as running:
            yield running


def seen(served: Served, service: str, path: str = "/seen", **headers: str) -> dict[str, str]:
    answer = ask(
        served.url(service, path),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    assert answer.status == 200, answer
    return dict(json.loads(answer.body))


def test_the_application_runs_in_its_own_daemon_process_group(served):
    for name in ("plain", "wide", "small"):
        found = seen(served, name)
        assert (found["mod_wsgi.process_group"], found["mod_wsgi.application_group"]) == (name, "")


def test_httpds_own_workers_hold_no_python(served):
    """WSGIRestrictEmbedded On: not one of the processes that are not daemons has the interpreter's threads or its library initialised."""
    for name in ("plain", "wide"):
        assert int(ask(served.url(name, "/pid")).body) in served.daemons(name)


def test_a_script_that_is_not_a_services_own_cannot_be_reached(served):
    assert ask(served.url("plain", "/wide.wsgi")).body == b"/wide.wsgi", (
        "a path of the application, not a file"
    )


def test_a_chunked_body(served):
    parts = [b"x" * 1000] * 50
    sent = ask(
        served.url("wide", "/body"),
        "POST",
        body=iter(parts),
        chunked=True,
        headers={"Transfer-Encoding": "chunked"},
    )
    assert (sent.status, json.loads(sent.body)["length"]) == (200, 50_000)
    assert (
        ask(
            served.url("plain", "/body"),
            "POST",
            body=iter(parts),
            chunked=True,
            headers={"Transfer-Encoding": "chunked"},
        ).status
        == 411
    )


def test_an_encoded_slash(served):
    answer = ask(served.url("wide", "/a%2Fb"))
    assert (answer.status, answer.body) == (200, b"/a%2Fb"), (
        "NoDecode: the application decodes, once"
    )
    assert ask(served.url("plain", "/a%2Fb")).status == 404


def test_authorization_is_passed_or_withheld(served):
    assert seen(served, "wide", Authorization="Bearer x")["HTTP_AUTHORIZATION"] == "Bearer x"
    assert "HTTP_AUTHORIZATION" not in seen(served, "plain", Authorization="Bearer x")


@pytest.mark.parametrize(("size", "status"), [(9_000, 200), (16_300, 200), (17_000, 400)])
def test_a_large_request_header(served, size, status):
    assert ask(served.url("plain"), headers={"X-Auth-Token": "x" * size}).status == status


def test_a_large_response_header(served):
    answer = ask(served.url("plain", "/header?n=40000"))
    assert (answer.status, len(answer.headers.get("x-large", ""))) == (200, 40_000)


def test_a_body_that_is_too_large(served):
    assert ask(served.url("small", "/body"), "POST", body=b"x" * 1024).status == 200
    assert ask(served.url("small", "/body"), "POST", body=b"x" * 1025).status == 413
    assert (
        ask(
            served.url("plain", "/body"), "POST", headers={"Content-Length": str(10 * 1024**2 + 1)}
        ).status
        == 413
    )
    assert ask(served.url("wide", "/body"), "POST", body=b"x" * (11 * 1024**2)).status == 200


def test_a_request_that_outlives_its_timeout_ends_and_frees_its_process(apache):
    """The one process of the service is replaced, the client is told, and neighbours go on."""
    with serving.serving(
        apache,
        serving.profile(
            "single", small="timeout: 3s, drain: 3s, processes: 1, threads: 1", plain=""
        ),
    ) as served:
        before = served.daemons("small"), served.daemons("plain")
        answer = ask(served.url("small", "/sleep?s=60"))
        assert answer.status in (500, 502, 504)
        assert 3 <= answer.seconds < 3 + 3 + 4, "timeout, then drain"
        assert serving.until(
            lambda: served.daemons("small") and not served.daemons("small") & before[0]
        )
        assert serving.until(lambda: ask(served.url("small")).status == 200)
        assert served.daemons("plain") == before[1]
        assert ask(served.url("small", "/sleep?s=2")).status == 200, "what is shorter is served"


def test_static_files(served):
    answer = ask(served.url("files", "/files/hello.txt"))
    assert (answer.status, answer.body, answer.headers["content-type"]) == (
        200,
        b"hello",
        "text/plain",
    )
    assert "etag" not in answer.headers
    assert ask(served.url("files", "/files/absent.txt")).status == 404
    assert ask(served.url("files", "/files/")).status == 404, "no listing"
    if os.geteuid() == 0:
        assert ask(served.url("files", "/files/escape")).status == 403, (
            "no symbolic link to what another owns"
        )
    assert ask(served.url("files", "/elsewhere")).body == b"/elsewhere", (
        "all else is the application's"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/files/../secret.txt",
        "/files/%2e%2e/secret.txt",
        "/files/..%2Fsecret.txt",
        "/files//../../secret.txt",
    ],
)
def test_no_path_leads_out_of_a_static_directory(served, path):
    answer = ask(served.url("files", path))
    assert answer.body != b"secret"
    assert answer.status in (400, 403, 404) or answer.body == b"/secret.txt", (
        "normalised, it is the application's"
    )


def test_forwarding_headers_are_stripped_where_no_proxy_is_trusted(served):
    forged = {
        "X_Forwarded_For": "192.0.2.1",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Port": "1",
        "X_Forwarded_Prefix": "/evil",
        "Forwarded": "for=192.0.2.1;proto=https",
        "Proxy": "http://evil.example",
    }
    found = seen(served, "plain", **forged)
    assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == ("127.0.0.1", "http")
    assert [name for name in found if "FORWARDED" in name or name in ("HTTP_PROXY", "HTTPS")] == []
    assert found["HTTP_HOST"] == served.url("plain").partition("//")[2].rstrip("/")


@pytest.mark.parametrize("name", ["X-Forwarded_For", "X_Forwarded_Proto", "X_Forwarded-Host"])
def test_forwarding_headers_with_underscores_do_not_come_through(served, name):
    answer = ask(served.url("plain", "/seen"), headers={name: "evil"})
    assert [one for one in json.loads(answer.body) if "FORWARDED" in one] == []


def test_no_answer_is_marked_as_depending_on_the_client(served):
    """An expression that reads a header would add it to Vary, which breaks caches."""
    assert "vary" not in ask(served.url("plain")).headers


def test_trace_is_off(served):
    assert ask(served.url("plain"), "TRACE").status == 405


def test_the_server_tells_little(served):
    answer = ask(served.url("plain", "/boom"))
    assert (answer.status, answer.headers["server"]) == (500, "Apache")
    assert b"Traceback" not in answer.body
    assert b"Apache/" not in answer.body


@pytest.mark.parametrize(
    "request_line", [b"GET / HTTP/0.9", b"GET /", b"get\0 / HTTP/1.1", b"GET http:// / HTTP/1.1"]
)
def test_malformed_requests_are_refused(served, request_line):
    assert b" 200 " not in raw(served, request_line + b"\r\nHost: localhost\r\n\r\n")


def test_smuggling_is_refused(served):
    both = b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    answer = raw(served, both + b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert raw(
        served,
        b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nxxxx",
    ).startswith(b"HTTP/1.1 400")


def raw(served: Served, data: bytes, seconds: float = 3) -> bytes:
    with socket.create_connection(
        ("127.0.0.1", served.site("plain").port), timeout=seconds
    ) as connection:
        connection.sendall(data)
        found = b""
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while more := connection.recv(65536):
                found += more
        return found


def test_a_slow_request_is_cut_off(system):
    """RequestReadTimeout header=20-40,MinRate=500: a byte a second does not hold a worker for ever."""
    with serving.serving(system, serving.profile(plain="")) as served:
        begin = time.monotonic()
        with socket.create_connection(
            ("127.0.0.1", served.site("plain").port), timeout=60
        ) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            connection.settimeout(0.5)
            answer = None
            while answer is None and time.monotonic() - begin < 45:
                try:
                    answer = connection.recv(1024)
                except TimeoutError:
                    connection.sendall(b"x")
        assert answer is not None
        assert answer == b"" or b" 408 " in answer.partition(b"\r\n")[0] + b" "
        assert 18 < time.monotonic() - begin < 25


# Behind a load balancer.


@pytest.mark.parametrize("layout", ["single", "per-service"])
def test_a_trusted_proxy_is_believed(apache, layout):
    text = serving.profile(layout, more="trusted_proxies: [127.0.0.1]", a="")
    with serving.serving(apache, text) as served:
        found = seen(
            served,
            "a",
            X_Forwarded_For="192.0.2.7",
            X_Forwarded_Proto="https",
            X_Forwarded_Host="evil.example",
            Forwarded="for=x",
        )
        assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == ("192.0.2.7", "https")
        assert "evil.example" not in json.dumps(found)
        assert "HTTP_FORWARDED" not in found
        line = serving.until(lambda: served.log("a", "access"))
        assert line.startswith("192.0.2.7 127.0.0.1 "), "the client, then the proxy"
        plain = seen(served, "a")
        assert (plain["REMOTE_ADDR"], plain["wsgi.url_scheme"]) == ("127.0.0.1", "http")
        assert "vary" not in ask(served.url("a")).headers
        behind = seen(served, "a", X_Forwarded_For="forged, 192.0.2.7", X_Forwarded_Proto="http")
        assert (behind["REMOTE_ADDR"], behind["wsgi.url_scheme"]) == ("192.0.2.7", "http")
        assert "forged" not in json.dumps(behind), "what the client itself wrote is not passed on"


@pytest.mark.parametrize("layout", ["single", "per-service"])
def test_another_proxy_is_not_believed(apache, layout):
    text = serving.profile(layout, more="trusted_proxies: [192.0.2.0/24]", a="")
    with serving.serving(apache, text) as served:
        forged = {
            "X_Forwarded_For": "198.51.100.1",
            "X_Forwarded_Proto": "https",
            "X_Forwarded_Host": "evil.example",
            "Forwarded": "for=x",
        }
        found = seen(served, "a", **forged)
        assert (found["REMOTE_ADDR"], found["wsgi.url_scheme"]) == ("127.0.0.1", "http")
        assert [name for name in found if "FORWARDED" in name] == []


# TLS: the text that every platform gets, on the machine's own Apache.


@contextlib.contextmanager
def secured(found: local.Apache, more: str, layout: str = "per-service") -> Iterator[Served]:
    with serving.serving(
        found, serving.profile(layout, more, a="", b="tls: false"), healthy=False, tls=True
    ) as served:
        for site in served.plan.sites:
            command = probing.start_check(served.plan, served.plan.instances[0], (site,))
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, (done.stderr, served.server.first_failure(site))
        yield served


@pytest.fixture(scope="module", params=["single", "per-service"])
def tls(
    request: pytest.FixtureRequest, apache: local.Apache, certificate: Authority
) -> Iterator[Served]:
    pem, key = certificate.pair("server")
    with secured(
        apache, f"tls: {{certificate: '{pem}', key: '{key}', hsts: 1h}}", request.param
    ) as served:
        yield served


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_new_versions_of_tls_are_spoken(tls, certificate, version):
    answer = ask(tls.url("a", "/seen"), tls=certificate.context(version))
    assert answer.status == 200, answer
    assert answer.headers["strict-transport-security"] == "max-age=3600"
    assert json.loads(answer.body)["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_of_tls_are_refused(tls, certificate, version):
    context = certificate.context(version)
    answer = ask(tls.url("a"), tls=context)
    assert answer.status == 0
    assert "protocol version" in answer.why.lower() or "PROTOCOL_VERSION" in answer.why, (
        "the server said so, not this client"
    )


def test_weak_ciphers_are_refused(tls, certificate):
    for weak in ("AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA"):
        context = certificate.context(ssl.TLSVersion.TLSv1_2)
        context.set_ciphers(f"{weak}:@SECLEVEL=0")
        answer = ask(tls.url("a"), tls=context)
        assert (answer.status, "handshake failure" in answer.why.lower().replace("_", " ")) == (
            0,
            True,
        ), (weak, answer)


def test_a_service_may_stay_plain_beside_one_with_tls(tls):
    answer = ask(tls.url("b"))
    assert answer.status == 200
    assert "strict-transport-security" not in answer.headers
    assert ask(tls.url("a").replace("https", "http")).status == 400, "plain HTTP to a port with TLS"


@pytest.mark.parametrize("layout", ["single", "per-service"])
def test_a_client_certificate_is_demanded(apache, certificate, layout):
    pem, key = certificate.pair("server")
    keys = f"tls: {{certificate: '{pem}', key: '{key}', client_ca: '{certificate.ca}'}}"
    with secured(apache, keys, layout) as served:
        without = ask(served.url("a", "/seen"), tls=certificate.context())
        assert without.status in (0, 403), without
        assert ask(served.url("a", "/seen"), tls=certificate.context(client=True)).status == 200
        assert ask(
            served.url("a", "/seen"),
            headers={"User-Agent": "wsgigen-probe"},
            tls=certificate.context(),
        ).status in (0, 403)


def test_a_key_that_only_root_may_read_is_enough(system, certificate):
    """httpd's parent reads it before it gives its rights away; here it has none, so it says which file it is."""
    pem, key = certificate.pair("server")
    with serving.directory() as top:
        copy = top / "key.pem"
        copy.write_bytes(key.read_bytes())
        copy.chmod(0o600)
        if not serve.account(None):
            pytest.skip("root alone can make a file that httpd may not read")
        text = serving.profile(more=f"tls: {{certificate: '{pem}', key: '{copy}'}}", a="")
        with serving.serving(system, text, healthy=False, tls=True) as served:
            assert serving.until(lambda: list(served.server.ended()))
            assert serving.until(
                lambda: any(
                    str(copy) in line for line in served.server.first_failure(served.site("a"))
                )
            )
