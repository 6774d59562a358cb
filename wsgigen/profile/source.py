"""Reads YAML with the place of every key and value."""

from pathlib import Path

from wsgigen.errors import KeyPath, Location, Problem, UserError
from wsgigen.files.read import TooLarge, read_file
from wsgigen.profile.bounds import refuse_deep, refuse_large
from wsgigen.profile.pyyaml import MappingNode, Node, ScalarNode, SequenceNode, yaml
from wsgigen.profile.yaml12 import Loader
from wsgigen.record import record

#: Bytes. A control plane of 10,000 services fits; what is larger is not a profile.
LARGEST = 1024**2


@record
class Source:
    """A profile's text as nodes; `file` is the name that messages use."""

    file: str
    root: Node

    def location(self, where: KeyPath) -> Location:
        """Return the place of the value at *where*.

        It is that of its key when the value is a mapping or a list, or is not there.
        """
        node, location = self.root, location_of(self.file, self.root)
        for step in where:
            entry = _entry(node, step)
            if not entry:
                break
            key, node = entry
            has_text = isinstance(node, ScalarNode) and node.value
            location = location_of(self.file, node if has_text else key)
        return location


def location_of(file: str, node: Node) -> Location:
    """Return the place where *node* starts."""
    return Location(file, node.start_mark.line + 1, node.start_mark.column + 1)


def read(path: Path) -> Source:
    """Parse *path*.

    Raises UserError for what cannot be read, is larger than LARGEST, is not UTF-8, is not one YAML
    document, nests deeper than DEEPEST, or grows beyond MOST nodes when its aliases are followed.
    """
    file = str(path)
    return Source(file, _compose(_text(path), file))


def _text(path: Path) -> str:
    location = Location(str(path))
    try:
        content = read_file(path, LARGEST, may_be_pipe=True)
    except TooLarge:
        message, fix = f"is larger than {LARGEST} bytes", "split it into several profiles"
        raise UserError([Problem(message, fix, location=location)]) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        fix = "name a profile, or begin one with wsgigen init"
        raise UserError([Problem(message, fix, location=location)]) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        location = Location(str(path), content.count(b"\n", 0, error.start) + 1)
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        problem = Problem(message, "save the file as UTF-8 text", location=location)
        raise UserError([problem]) from None


def _compose(text: str, file: str) -> Node:
    try:
        refuse_deep(text, file)
        root: Node | None = Loader(text).get_single_node()
    except yaml.YAMLError as error:
        raise UserError([_not_yaml(error, file)]) from None
    if root is None:
        fix = "begin a profile with wsgigen init"
        raise UserError([Problem("is empty", fix, location=Location(file, 1, 1))])
    refuse_large(root, file)
    return root


def _not_yaml(error: yaml.YAMLError, file: str) -> Problem:
    if not isinstance(error, yaml.MarkedYAMLError):
        message = f"is not YAML: {str(error).splitlines()[0]}"
        return Problem(message, "save the file as plain text", location=Location(file))
    mark = error.problem_mark or error.context_mark
    location = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
    why = ", ".join(part for part in (error.context, error.problem) if part)
    return Problem(f"is not YAML: {why}", "see https://yaml.org/spec/1.2.2/", location=location)


def _entry(node: Node, step: str | int) -> tuple[Node, Node] | None:
    """Return the key and the value at *step* of a mapping; for an item of a list the item twice."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None
