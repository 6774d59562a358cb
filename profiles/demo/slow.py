"""Takes as long as it is told to: /?seconds=5. Its /health is always quick."""

import time
from urllib.parse import parse_qs

#: Seconds; the profile's `timeout` is longer.
LONGEST = 20.0


def application(environ, start_response):
    """Sleep, then say for how long."""
    seconds = 0.0 if environ["PATH_INFO"] == "/health" else wanted(environ.get("QUERY_STRING", ""))
    time.sleep(seconds)
    body = f"slept {seconds:g} s\n".encode()
    start_response(
        "200 OK",
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    return [body]


def wanted(query):
    """The seconds that a query asks for: one when it does not say, never more than LONGEST."""
    try:
        return min(max(float(parse_qs(query).get("seconds", ["1"])[0]), 0.0), LONGEST)
    except ValueError:
        return 1.0
