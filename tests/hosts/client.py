"""Asks services again and again: run with a gap in seconds, a timeout, and URLs, until it is ended.

A line for each request: when it began and ended (CLOCK_MONOTONIC), its port, the status (0: no answer), and the answer's words.
"""

import sys
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ssl import CERT_NONE, create_default_context
from urllib.parse import urlsplit
from uuid import uuid4

#: Takes every certificate.
_ANY = create_default_context()
_ANY.check_hostname, _ANY.verify_mode = False, CERT_NONE


def ask(url: str, timeout: float) -> tuple[int, str]:
    """Status and body; 0 and the error where there is no answer."""
    parts = urlsplit(url)
    assert parts.hostname
    if parts.scheme == "https":
        connection: HTTPConnection = HTTPSConnection(
            parts.hostname, parts.port, timeout=timeout, context=_ANY
        )
    else:
        connection = HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        if parts.path.endswith("/upload/"):
            name = uuid4().hex
            connection.request("PUT", f"{parts.path}{name}", name.encode() * 200)
        else:
            connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode().partition("\n")[0]
    except (OSError, HTTPException) as error:
        return 0, type(error).__name__
    finally:
        connection.close()


def on(url: str, gap: float, timeout: float) -> None:
    """Ask one service without end."""
    while True:
        begin = time.monotonic()
        status, body = ask(url, timeout)
        sys.stdout.write(
            f"{begin:.3f} {time.monotonic():.3f} {urlsplit(url).port} {status} {body}\n"
        )
        sys.stdout.flush()
        time.sleep(gap)


if __name__ == "__main__":
    gap, timeout, *urls = sys.argv[1:]
    for url in urls:
        threading.Thread(target=on, args=(url, float(gap), float(timeout))).start()
