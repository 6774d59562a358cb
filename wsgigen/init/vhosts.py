"""Apache's configuration -> what it serves by WSGI today."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from wsgigen.problem import Place
from wsgigen.record import record


@record
class Mounted:
    """One WSGIScriptAlias, with the port of its vhost and what its daemon process group says."""

    script: PurePosixPath
    place: Place
    group: str = ""
    port: int | None = None
    processes: int | None = None
    threads: int | None = None
    user: str | None = None


def mounted(files: Iterable[tuple[str, str]]) -> tuple[Mounted, ...]:
    """What *files*, names and contents, mount; groups are known in all of them, and what is no WSGI is passed over.

    Source: GrahamDumpleton/mod_wsgi, docs/configuration-directives: WSGIScriptAlias, WSGIDaemonProcess, WSGIProcessGroup
    """
    read = [(Place(name, line), words) for name, content in files for line, words in _directives(content)]
    groups = {words[1]: _options(words[2:]) for _, words in read if words[0].lower() == "wsgidaemonprocess" and len(words) > 1}
    return tuple(_mounted(read, groups))


def _mounted(read: Iterable[tuple[Place, list[str]]], groups: dict[str, dict[str, str]]) -> Iterator[Mounted]:
    port, group, waiting = None, "", list[Mounted]()
    for place, words in read:
        name = words[0].lower()
        if name == "<virtualhost":
            port, group = _port(words[1:]), ""
        elif name == "wsgiprocessgroup" and len(words) > 1:
            group = words[1]
        elif name == "wsgiscriptalias" and len(words) > 2:
            waiting.append(Mounted(PurePosixPath(words[2]), place, _options(words[3:]).get("process-group", ""), port))
        elif name.startswith("</virtualhost"):
            yield from (_known(one, groups, group) for one in waiting)
            port, group, waiting = None, "", []
    yield from (_known(one, groups, group) for one in waiting)


def _known(one: Mounted, groups: dict[str, dict[str, str]], group: str) -> Mounted:
    name = one.group or group
    options = groups.get(name, {})
    numbers = {key: int(options[key]) for key in ("processes", "threads") if options.get(key, "").isdigit()}
    return Mounted(one.script, one.place, name, one.port, **numbers, user=options.get("user"))


def _port(words: list[str]) -> int | None:
    found = re.search(r":(\d+)>?$", words[0]) if words else None
    return int(found[1]) if found else None


def _options(words: Iterable[str]) -> dict[str, str]:
    return dict(word.split("=", 1) for word in words if "=" in word)


def _directives(content: str) -> Iterator[tuple[int, list[str]]]:
    """Each directive's words with its line; a backslash at the end goes on, as httpd's ap_cfg_getline has it."""
    begun, held = 0, ""
    for number, line in enumerate(content.splitlines(), 1):
        begun = begun if held else number
        if line.endswith("\\"):
            held += line[:-1]
            continue
        text, held = (held + line).strip(), ""
        words = [one[0] or one[1] or one[2] for one in re.findall(r'"([^"]*)"|\'([^\']*)\'|([^\s"\']+(?:="[^"]*")?)', text)]
        if words and not text.startswith("#"):
            yield begun, [word.replace('"', "") for word in words]
