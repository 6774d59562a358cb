"""Whatever text a profile's values hold, the real httpd reads the same directives.

httpd itself is asked what it read: mod_info prints the configuration as parsed, before it would run.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live.root import Root
from tests.live.shapes import platform_called, shape
from wsgigen.plan.resolve import resolve
from wsgigen.profile import kinds
from wsgigen.profile.load import load
from wsgigen.profile.value_type import InvalidValue, ValueType
from wsgigen.render.render import render

PLATFORM = platform_called("debian-12")
#: What would end a word, a line, a quote or a section, or name a variable, had it come through.
HOSTILE = [
    *('" b', "a b", "'", "\\", "#", "`id`", "\r", "\nListen 1", "</VirtualHost>"),
    *("${HOME}", "$x", "%{x}", "%n", "a=b", "~", "é", "@", "-", ","),
]
LETTERS = st.sampled_from("az09AZ") | st.sampled_from(" .,:=@+~-_/") | st.sampled_from(HOSTILE)


def values(kind: ValueType, plain: str, before: str = "") -> st.SearchStrategy[str]:
    """Values of *kind*, hostile where it lets them through, *plain* where it does not."""

    def read(parts: list[str]) -> str:
        try:
            return str(kind.read(before + "".join(parts)))
        except InvalidValue:
            return plain

    return st.lists(LETTERS, max_size=12).map(read)


PATHS = values(kinds.PATH, "/srv/plain", "/srv/")
PATHS_WITHOUT_COLON = PATHS.filter(lambda path: ":" not in path)
SERVICE = st.fixed_dictionaries(
    {
        "application": values(kinds.APPLICATION, "plain:application", "a"),
        "user": st.from_regex(
            re.compile(kinds.ACCOUNT_TEXT.schema["pattern"], re.ASCII), fullmatch=True
        ).filter(lambda name: name not in ("root", "nobody") and not name.endswith("-")),
        "server_name": values(kinds.HOST, "plain.example.org", "a"),
        "home": PATHS_WITHOUT_COLON,
        "venv": PATHS,
        "python_path": st.lists(PATHS_WITHOUT_COLON, min_size=1, max_size=2, unique=True),
        "static": st.dictionaries(
            values(kinds.URL_PATH, "/plain", "/s"), PATHS, min_size=1, max_size=1
        ),
        "environment": st.fixed_dictionaries({"NAME": values(kinds.WORDS, "plain")}),
        "arguments": st.lists(values(kinds.WORDS, "plain"), max_size=2, unique=True),
        "health": st.fixed_dictionaries({"path": values(kinds.URL_PATH, "/plain", "/")}),
        "writable": st.lists(PATHS, max_size=1),
    }
)
PROFILES = st.fixed_dictionaries(
    {
        "layout": st.sampled_from(["single", "per-service"]),
        "server_name": values(kinds.HOST, "plain.example.org", "a"),
        "trusted_proxies": st.sampled_from([[], ["10.0.0.0/8", "2001:db8::/32"]]),
        "services": st.lists(SERVICE, min_size=1, max_size=2),
    }
)
PLAIN: Mapping[str, Any] = {
    "application": "plain:application",
    "user": "plain",
    "server_name": "plain.example.org",
    "home": "/srv/plain",
    "venv": "/srv/plain",
    "static": {"/plain": "/srv/plain"},
    "environment": {"NAME": "plain"},
    "health": {"path": "/plain"},
}


@pytest.fixture(scope="module")
def here() -> Root:
    return shape(PLATFORM)


@settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(wanted=PROFILES)
def test_directives_do_not_depend_on_the_text_of_values(here: Root, wanted: dict[str, Any]) -> None:
    listed = ("python_path", "arguments", "writable")
    plain = [
        {**PLAIN, **{key: [f"/srv/plain-{n}" for n, _ in enumerate(one[key])] for key in listed}}
        for one in wanted["services"]
    ]
    hostile, harmless = (
        directives(here, {**wanted, "services": services})
        for services in (wanted["services"], plain)
    )
    assert hostile == harmless


def directives(here: Root, wanted: dict[str, Any]) -> list[str]:
    """The names of the directives that httpd reads, in its order, with their depth."""
    numbered = {
        f"service-{n}": {**one, "port": 9000 + n} for n, one in enumerate(wanted["services"])
    }
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "values.yaml"
        file.write_text(
            json.dumps(
                {
                    "wsgigen": 1,
                    "platform": PLATFORM.name,
                    "server_name": "x",
                    **wanted,
                    "services": numbered,
                }
            )
        )
        plan = resolve(replace(load(file)[0], platform=PLATFORM.name), PLATFORM)
    tree = {
        str(one.path): (f"-> {one.link}" if one.link else f"{one.mode:04o}", one.content)
        for one in render(plan)
    }
    dump = (
        "-C",
        f"LoadModule info_module {PLATFORM.modules_dir}/mod_info.so",
        "-t",
        "-D",
        "DUMP_CONFIG",
    )
    results = here.over(tree).run(
        [
            ("systemd-sysusers",),
            (
                *("mkdir", "--parents"),
                *(one for instance in plan.instances for one in instance.runtime_directories),
            ),
            *(
                (
                    ("apachectl", *dump)
                    if not one.dedicated
                    else (PLATFORM.httpd, *dump, "-f", one.config)
                )
                for one in plan.instances
            ),
        ]
    )
    assert [result for result in results if result.status != 0] == []
    assert all(result.output.rstrip().endswith("Syntax OK") for result in results[2:])
    return [
        found[0]
        for result in results[2:]
        for line in result.output.splitlines()
        if (found := re.match(r" *[^\s#]+", line))
    ]
