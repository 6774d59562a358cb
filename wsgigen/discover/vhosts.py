"""Apache's configuration -> what it serves by WSGI today."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import islice
from pathlib import PurePosixPath

from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record

#: Applications that the vhosts of one machine mount.
MOST = 4_000


@record
class Mounted:
    """One WSGIScriptAlias; `options` are those of its daemon process group, as they are written, and `port` its vhost's."""

    script: PurePosixPath
    location: Location
    group: str = ""
    port: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


def mounted(files: Iterable[tuple[str, str]]) -> tuple[Mounted, ...]:
    """What *files*, names and contents, mount; groups are known in all of them, and what is no WSGI is passed over.

    Raises UserError for more than MOST of them.
    Source: GrahamDumpleton/mod_wsgi, docs/configuration-directives: WSGIScriptAlias, WSGIDaemonProcess, WSGIProcessGroup
    """
    read = [
        (Location(name, line), words)
        for name, content in files
        for line, words in _directives(content)
    ]
    groups = {
        words[1]: _options(words[2:])
        for _, words in read
        if words[0].lower() == "wsgidaemonprocess" and len(words) > 1
    }
    mounts = tuple(islice(_mounted(read, groups), MOST + 1))
    if len(mounts) > MOST:
        fix = "name the vhosts of the services with --vhosts"
        location = mounts[-1].location
        raise UserError([Problem(f"is one more than {MOST} applications", fix, location=location)])
    return mounts


def _mounted(
    read: Iterable[tuple[Location, list[str]]], groups: dict[str, dict[str, str]]
) -> Iterator[Mounted]:
    port, group, waiting = "", "", list[Mounted]()
    for location, words in read:
        name = words[0].lower()
        if name == "<virtualhost":
            port, group = _port(words[1:]), ""
        elif name == "wsgiprocessgroup" and len(words) > 1:
            group = words[1]
        elif name == "wsgiscriptalias" and len(words) > 2:
            waiting.append(
                Mounted(
                    PurePosixPath(words[2]),
                    location,
                    _options(words[3:]).get("process-group", ""),
                    port,
                )
            )
        elif name.startswith("</virtualhost"):
            yield from (_known(one, groups, group) for one in waiting)
            port, group, waiting = "", "", []
    yield from (_known(one, groups, group) for one in waiting)


def _known(one: Mounted, groups: dict[str, dict[str, str]], group: str) -> Mounted:
    name = one.group or group
    return Mounted(one.script, one.location, name, one.port, groups.get(name, {}))


def _port(words: list[str]) -> str:
    found = re.search(r":([0-9]+)>?$", words[0]) if words else None
    return found[1] if found else ""


def _options(words: Iterable[str]) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words) if value}


def _directives(content: str) -> Iterator[tuple[int, list[str]]]:
    """Each directive's words with its line; a backslash at the end goes on, as httpd's ap_cfg_getline has it."""
    begun, held = 0, ""
    for number, line in enumerate(content.splitlines(), 1):
        begun = begun if held else number
        if line.endswith("\\"):
            held += line[:-1]
            continue
        text, held = (held + line).strip(), ""
        words = [one[0] or one[1] or _unquoted(one[2]) for one in _WORD.findall(text)]
        if words and not text.startswith("#"):
            yield begun, words


#: A directive's word: in quotes as a whole, an option whose value is in quotes, or plain.
_WORD = re.compile(r"""\"([^"]*)"|'([^']*)'|([^\s"'=]+=(?:"[^"]*"|'[^']*')|[^\s"']+)""")


def _unquoted(word: str) -> str:
    name, sign, value = word.partition("=")
    return f"{name}{sign}{value[1:-1]}" if value[:1] in ("'", '"') else word
