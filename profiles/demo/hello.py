"""Says hello, and which process does."""

import os


def application(environ, start_response):
    """Every path is the same page."""
    body = f"hello from process {os.getpid()}, {environ['mod_wsgi.process_group']}\n".encode()
    start_response(
        "200 OK",
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    return [body]
