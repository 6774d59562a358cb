"""Apache's configuration -> what it serves by WSGI today."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from itertools import islice
from pathlib import PurePosixPath

from wsgigen.discover.lines import logical_lines
from wsgigen.errors import Location, Problem, UserError
from wsgigen.record import record

#: Applications that the vhosts of one machine mount.
MOST = 4_000


@record
class Mounted:
    """One WSGIScriptAlias."""

    script: PurePosixPath
    location: Location
    group: str = ""  #: the daemon process group; empty: none is named
    port: str = ""  #: the vhost's, as it is written
    options: Mapping[str, str] = field(default_factory=dict)  #: the group's, as they are written


def mounted(files: Iterable[tuple[str, str]]) -> tuple[Mounted, ...]:
    """Return what *files*, names and contents, mount; what is no WSGI is passed over.

    A daemon process group of one file is known in all of them. Raises UserError for more than MOST
    applications.

    Source: GrahamDumpleton/mod_wsgi, docs/configuration-directives: WSGIScriptAlias,
    WSGIDaemonProcess, WSGIProcessGroup
    """
    directives = [
        (Location(name, line), words)
        for name, content in files
        for line, words in _directives(content)
    ]
    groups = {
        words[1]: _options(words[2:])
        for _, words in directives
        if words[0].lower() == "wsgidaemonprocess" and len(words) > 1
    }
    mounts = tuple(islice(_mounted(directives, groups), MOST + 1))
    if len(mounts) > MOST:
        fix = "name the vhosts of the services with --vhosts"
        location = mounts[-1].location
        raise UserError([Problem(f"is one more than {MOST} applications", fix, location=location)])
    return mounts


def _mounted(
    directives: Iterable[tuple[Location, list[str]]], groups: dict[str, dict[str, str]]
) -> Iterator[Mounted]:
    port, group, waiting = "", "", list[Mounted]()
    for location, words in directives:
        name = words[0].lower()
        if name == "<virtualhost":
            port, group = _port(words[1:]), ""
        elif name == "wsgiprocessgroup" and len(words) > 1:
            group = words[1]
        elif name == "wsgiscriptalias" and len(words) > 2:
            own_group = _options(words[3:]).get("process-group", "")
            waiting.append(Mounted(PurePosixPath(words[2]), location, own_group, port))
        elif name.startswith("</virtualhost"):
            yield from (_with_options(mount, groups, group) for mount in waiting)
            port, group, waiting = "", "", []
    yield from (_with_options(mount, groups, group) for mount in waiting)


def _with_options(mount: Mounted, groups: dict[str, dict[str, str]], group: str) -> Mounted:
    """Return *mount* with the options of its daemon process group, else of its vhost's *group*."""
    name = mount.group or group
    return replace(mount, group=name, options=groups.get(name, {}))


def _port(words: list[str]) -> str:
    port = re.search(r":([0-9]+)>?$", words[0]) if words else None
    return port[1] if port else ""


def _options(words: Iterable[str]) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition("=") for word in words) if value}


def _directives(content: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each directive's words with its first line."""
    for number, _, text in logical_lines(content):
        words = [
            double or single or _unquoted(plain) for double, single, plain in _WORD.findall(text)
        ]
        if words:
            yield number, words


#: A directive's word: in quotes as a whole, an option whose value is in quotes, or plain.
_WORD = re.compile(r"""\"([^"]*)"|'([^']*)'|([^\s"'=]+=(?:"[^"]*"|'[^']*')|[^\s"']+)""")


def _unquoted(word: str) -> str:
    name, sign, value = word.partition("=")
    return f"{name}{sign}{value[1:-1]}" if value[:1] in ("'", '"') else word
