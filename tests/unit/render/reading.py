"""Reads what was rendered as its readers do; written from their sources, not from what renders.

Source
    apache/httpd: server/util.c, ap_getword_conf, substring_conf, ap_cfg_getline
    GrahamDumpleton/mod_wsgi: src/server/mod_wsgi.c, wsgi_parse_option
    systemd: man systemd.syntax; src/basic/extract-word.c, src/basic/escape.c
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree

#: Whose arguments mod_wsgi takes apart itself: `name=value`, where the value alone may be in quotes.
_RAW = {"WSGIDaemonProcess", "WSGIScriptAlias"}
#: What the configuration of a dedicated instance defines.
_VARIABLES = {"SLOT", "SLOT_ADDRESS", "SLOT_PATH"}


def apache_word(line: str) -> tuple[str, str]:
    """The first word of *line*, and the rest."""
    line = line.lstrip(" \t")
    if line[:1] not in ('"', "'"):
        word = re.match(r"[^ \t]*", line)[0]
        return re.sub(r"\\(\\)", r"\1", word), line[len(word) :].lstrip(" \t")
    quote, at, word = line[0], 1, ""
    while at < len(line) and line[at] != quote:
        if line[at] == "\\" and line[at + 1 : at + 2] in (quote, "\\"):
            at += 1
        word += line[at]
        at += 1
    return word, line[at + 1 :].lstrip(" \t")


def apache_words(text: str, *, raw: bool = False) -> list[str]:
    """All words of a directive's arguments."""
    words = []
    while text:
        name = re.match(r"[\w-]+=(?=[\"'])", text) if raw else None
        word, text = apache_word(text[name.end() :] if name else text)
        words.append((name[0] if name else "") + word)
    return words


def apache(content: str) -> Iterator[tuple[str, list[str]]]:
    """Every directive and every beginning and end of a section, with its arguments."""
    open_sections: list[str] = []
    unknown = set(re.findall(r"\$\{([^}]*)", content)) - _VARIABLES
    assert not unknown, "httpd would put a variable in its place"
    for line in map(str.strip, content.replace("\\\n", " ").splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("</"):
            assert line == f"</{open_sections.pop()}>"
            yield line, []
        elif line.startswith("<"):
            assert line.endswith(">")
            name, rest = apache_word(line[1:-1])
            open_sections.append(name)
            yield f"<{name}", apache_words(rest)
        else:
            name, rest = apache_word(line)
            yield name, apache_words(rest, raw=name in _RAW)
    assert not open_sections


_ESCAPES = {**dict(zip("abfnrtvs", "\a\b\f\n\r\t\v ", strict=True)), "\\": "\\", '"': '"', "'": "'"}


def unit_words(text: str, *, specifiers: bool = True) -> list[str]:
    """The words of a value, with quotes, escapes and `%%` resolved; refuses what would be a specifier or a variable."""
    words: list[str] = []
    at, quote, word = 0, "", None
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
            word = (word or "") + _ESCAPES[text[at]]
        elif quote:
            if char == quote:
                quote = ""
            else:
                word = (word or "") + char
        elif char in "\"'":
            quote, word = char, word or ""
        elif char in " \t":
            words += [] if word is None else [word]
            word = None
        else:
            word = (word or "") + char
        at += 1
    assert not quote
    words += [] if word is None else [word]
    assert not specifiers or not re.search(
        r"(?<!%)(?:%%)*%(?!%)", "".join(words).replace("%i", "")
    ), "a specifier"
    return [one.replace("%%", "%") for one in words]


def unit(content: str) -> Iterator[tuple[str, str]]:
    """Every key with its section, and its value as it stands."""
    section = ""
    for line in content.replace("\\\n", " ").splitlines():
        if not line.strip() or line.lstrip()[0] in "#;":
            continue
        if line.startswith("["):
            section = line
            yield section, ""
            continue
        key, equals, value = line.partition("=")
        assert equals and key.isalnum() and section, line
        yield section + key, value


def python(content: str) -> str:
    """The shape of a module: its tree with every name and every literal left out."""
    return re.sub(
        r"(?<=[(= ])('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[\d.]+)",
        "_",
        ast.dump(ast.parse(content)),
    )


@lru_cache(maxsize=2000)
def shape(path: str, content: str) -> list[object]:
    """Return the structure of a file, without the values in it."""
    if content.startswith("#!/bin/sh"):
        subprocess.run(["sh", "-n"], input=content, text=True, check=True)
        return [len(line.split()) for line in content.splitlines() if not line.startswith("#")]
    if path.endswith(".wsgi") or content.startswith("#!"):
        return [python(content)]
    if path.endswith((".service", ".timer", ".target", ".slice")) or "/systemd/system/" in path:
        return [
            (key, len(unit_words(value)))
            for key, value in unit(content)
            if not key.endswith(("Description", "PathChanged"))  # not split into words
        ]
    if "/sysusers.d/" in path or "/tmpfiles.d/" in path:
        lines = [unit_words(line) for line in content.splitlines() if not line.startswith("#")]
        return [(words[0], len(words)) for words in lines]
    if "/probes/" in path:
        assert all(line.startswith("--") for line in content.splitlines()), (
            "one option of the probe a line"
        )
        return [line.partition("=")[0] for line in content.splitlines()]
    if path.endswith(".preset"):
        return [line.split()[0] for line in content.splitlines()]
    if path.endswith(".xml"):
        return [(one.tag, sorted(one.attrib)) for one in ElementTree.fromstring(content).iter()]
    if path.endswith(".cil"):
        return [
            (line.count('"'), line.count("("))
            for line in content.splitlines()
            if not line.startswith(";")
        ]
    if "/instances/" in path:
        words = [line.split(" ") for line in content.splitlines() if not line.startswith("#")]
        # The rest of a line is one path, which may have spaces, if a person chose it.
        return [(key, 1 if key == "certificate" else len(values)) for key, *values in words]
    assert path.endswith(".conf"), f"nothing is known of {path}"
    return [(name, len(words)) for name, words in apache(content)]
