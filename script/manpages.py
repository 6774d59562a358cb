"""The manual pages, in roff, from the commands' help and the reference of a profile's keys."""

import re
from collections.abc import Iterator
from dataclasses import Field
from inspect import cleandoc
from textwrap import wrap
from typing import Any

import click

from wsgigen import __version__
from wsgigen.cli.main import main
from wsgigen.profile.examples import EXAMPLES
from wsgigen.profile.model import Key
from wsgigen.profile.reader import keys
from wsgigen.profile.reference import SECTIONS, default_in_words, takes_in_words

#: Of the last change to what the pages say by hand; a clock would change them with every call.
_DATE = "2026-11-24"
_HEAD = '.\\" Made by script/docs.\n.TH {} {} "{}" "wsgigen {}" "{}"'


def commands() -> str:
    """wsgigen(1)."""
    return _page("WSGIGEN", 1, "User Commands", _commands())


def profile() -> str:
    """wsgigen-profile(5)."""
    return _page("WSGIGEN-PROFILE", 5, "File Formats", _profile())


def _page(name: str, section: int, kind: str, lines: Iterator[str]) -> str:
    return "\n".join((_HEAD.format(name, section, _DATE, __version__, kind), *lines)) + "\n"


def _commands() -> Iterator[str]:
    about, *more = cleandoc(main.help or "").split("\n\n")
    yield from (
        ".SH NAME",
        _text(f"wsgigen - {about.rstrip('.')}"),
        ".SH SYNOPSIS",
        ".B wsgigen",
        ".I COMMAND",
        "[options] [arguments]",
    )
    yield from (
        ".SH DESCRIPTION",
        "From a profile, a file that",
        ".BR wsgigen\\-profile (5)",
        "describes, wsgigen generates what Apache,",
    )
    yield _text(
        "mod_wsgi and systemd need to serve WSGI applications, and checks which layout of it suits "
        "Pacemaker."
    )
    yield ".SH COMMANDS"
    for name, command in sorted(main.commands.items()):
        yield from _command(name, command)
    yield from (".SH EXIT STATUS", _text(more[-1].removeprefix("Exit status: ")))
    yield from (
        ".SH FILES",
        ".TP",
        ".I /usr/share/wsgigen/manifests/PROFILE.json",
        "What a build of PROFILE wrote below its root.",
    )
    yield from (
        ".SH SEE ALSO",
        ".BR wsgigen\\-profile (5),",
        ".BR apachectl (8),",
        ".BR systemctl (1),",
        ".BR crm_simulate (8)",
    )


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name, help_option_names=["-h", "--help"])
    words = " ".join(
        piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"
    )
    yield from (f".SS wsgigen {_text(name)} {_text(words)}".rstrip(),)
    first = True
    for block in cleandoc(command.help or "").split("\n\n"):
        if block.startswith("\b\n"):
            yield from (".PP", ".nf", *map(_text, block.removeprefix("\b\n").splitlines()), ".fi")
        else:
            yield from (*(() if first else (".PP",)), _text(" ".join(block.split())))
        first = False
    for option in command.get_params(context):
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            yield from (".TP", f".B {_text(record[0])}", _text(record[1]))


def _profile() -> Iterator[str]:
    yield from (
        ".SH NAME",
        "wsgigen\\-profile \\- a deployment of WSGI services, for wsgigen",
        ".SH DESCRIPTION",
    )
    yield _text(
        "A profile is a file in YAML 1.2: NO is a word, 0027 is the number 27, and no key stands "
        "twice."
    )
    yield _text("Durations are a number with s, m, h or d; sizes one with B, KiB, MiB, GiB or TiB.")
    yield "Where a list is asked for, a single value will do."
    yield "Its JSON Schema is printed by"
    yield '.BR "wsgigen schema" .'
    for title, about, model in SECTIONS:
        yield from (f".SH {_text(title.upper())}", _text(about))
        for name, one in keys(model).items():
            yield from _key(name, one, EXAMPLES[model].get(name))
    yield from (
        ".SH EXAMPLE",
        ".nf",
        *map(_text, _EXAMPLE.splitlines()),
        ".fi",
        ".SH SEE ALSO",
        ".BR wsgigen (1)",
    )


def _key(name: str, one: Field[Any], example: Any) -> Iterator[str]:
    key: Key = one.metadata["key"]
    yield from (".TP", f".B {_text(name)}", _text(key.about))
    yield _text(f"Takes {takes_in_words(key)}.")
    default = default_in_words(one, key)
    yield "Required." if default == "required" else _text(f"Not written: {default}.")
    if example is not None:
        yield _text(f"For example {name}: {_flow(example)}")


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return (
        f'"{value}"' if isinstance(value, str) and re.fullmatch(r"[0-9.]+", value) else str(value)
    )


def _text(words: str) -> str:
    """Return *words* for roff: no command begins a line, hyphens can be copied, code is bold."""
    linked = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", words)
    bold = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", linked.replace("\\", "\\e").replace("-", "\\-"))
    indent = bold[: len(bold) - len(bold.lstrip(" "))]
    lines = wrap(bold.lstrip(" "), 76, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(
        f"\\&{indent}{line}" if (indent + line)[:1] in (".", "'") else indent + line
        for line in lines
    )


_EXAMPLE = """\
wsgigen: 1
layout: per-service
platform: el-9
openstack: "2025.1"
server_name: controller.example.org
listen: 10.0.0.11
services:
  keystone: {}
  placement: {processes: 4}
  reports:
    application: reports.wsgi:application
    port: 9000
    user: reports
"""
