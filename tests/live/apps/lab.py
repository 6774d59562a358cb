"""A WSGI application that does what a test asks of it, by path."""

import hashlib
import json
import os
import sys
import time
from urllib.parse import parse_qs

STARTED = time.time()


def application(environ, start_response):
    asked = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
    headers = [("Content-Type", "text/plain"), ("X-Openstack-Request-Id", f"req-{os.getpid()}")]
    answer = PATHS.get(environ["PATH_INFO"], echo)(environ, asked, headers)
    start_response(asked.get("status", "200 OK"), headers)
    return [answer if isinstance(answer, bytes) else answer.encode()]


def echo(environ, asked, headers):
    return environ["PATH_INFO"]


def sleep(environ, asked, headers):
    if "words" in asked:
        log(environ, asked, headers)  # for whom it matters that it has begun
    time.sleep(float(asked["s"]))
    return str(os.getpid())


def pid(environ, asked, headers):
    return str(os.getpid())


def hang(environ, asked, headers):
    time.sleep(3600)


def body(environ, asked, headers):
    digest, length = hashlib.sha256(), 0
    while block := environ["wsgi.input"].read(65536):
        digest.update(block)
        length += len(block)
    return json.dumps({"length": length, "sha256": digest.hexdigest()})


def header(environ, asked, headers):
    headers.append(("X-Large", "x" * int(asked["n"])))
    return "ok"


def seen(environ, asked, headers):
    return json.dumps({name: value for name, value in environ.items() if isinstance(value, str)})


def process(environ, asked, headers):
    facts = {
        "argv": sys.argv,
        "environ": dict(os.environ),
        "cwd": os.getcwd(),
        "uid": os.getuid(),
        "prefix": sys.prefix,
    }
    return json.dumps(facts)


def log(environ, asked, headers):
    print(asked["words"], file=environ["wsgi.errors"])
    return environ.get("UNIQUE_ID", "") + " " + environ.get("HTTP_X_REQUEST_ID", "")


def boom(environ, asked, headers):
    raise RuntimeError(asked.get("words", "boom"))


PATHS = {
    "/sleep": sleep,
    "/pid": pid,
    "/hang": hang,
    "/body": body,
    "/header": header,
    "/seen": seen,
    "/process": process,
    "/log": log,
    "/boom": boom,
}
