"""Measures wsgigen on this machine beside something else, and says which bounds hold.

    tox -e bench            all of it, some ten minutes; let the machine be quiet
    tox -e bench -- build   one part: build, check, scale or requests

Only ratios are judged, since no two machines are alike.
Exit status: 0, also where a bound does not hold.
"""

import sys

import build
import check
import requests
import scale

PARTS = {
    "build": build.bounds,
    "check": check.bounds,
    "scale": scale.bounds,
    "requests": requests.bounds,
}


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        print(f"{name}: {str(PARTS[name].__doc__).splitlines()[0]}", flush=True)
        for bound in PARTS[name]():
            print(f"    {bound}", flush=True)


main()
