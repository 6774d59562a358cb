"""Translates a template into a function of Python.

Jinja2 parses; what runs has no need of it, and to import it took a fifth of a build. Templates lay
out text and decide nothing, so they may use little: output, if, for, include, comparisons, filters.
Whatever else a template uses is refused here.
"""

from collections.abc import Iterator

from jinja2 import Environment, nodes

_ENVIRONMENT = Environment(  # noqa: S701 - quoting is the syntax's, not HTML's
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)
_OPERATORS = {"eq": "==", "ne": "!=", "in": "in", "notin": "not in"}
_HEAD = """\
def render(values, quote, filters, include):
    parts = []
    add = parts.append
"""


def translate(template: str) -> str:
    """Return the source of `render(values, quote, filters, include)`, which returns text.

    Raises ValueError for what templates may not use, and jinja2.TemplateSyntaxError.
    """
    body = _ENVIRONMENT.parse(template).body
    lines = [line for node in body for line in _statement(node, frozenset())]
    return _HEAD + "".join(f"    {line}\n" for line in (*lines, 'return "".join(parts)'))


def _statement(node: nodes.Node, bound: frozenset[str]) -> Iterator[str]:
    """Yield the lines of *node*; *bound* are the names of loops around it."""
    match node:
        case nodes.Output(nodes=parts):
            yield from (f"add({_part(part, bound)})" for part in parts)
        case nodes.If(test=test, body=body, elif_=others, else_=otherwise):
            yield f"if {_expression(test, bound)}:"
            yield from _block(body, bound)
            for other in others:
                yield f"elif {_expression(other.test, bound)}:"
                yield from _block(other.body, bound)
            yield "else:"
            yield from _block(otherwise, bound)
        case nodes.For(target=target, iter=items, body=body, else_=[], test=None):
            names = target.items if isinstance(target, nodes.Tuple) else [target]
            inside = bound | {name.name for name in names if isinstance(name, nodes.Name)}
            yield f"for {_expression(target, inside)} in {_expression(items, bound)}:"
            yield from _block(body, inside)
        case nodes.Include(template=name):
            names_of_loops = "".join(f", {name!r}: loop_{name}" for name in sorted(bound))
            yield f"add(include({_expression(name, bound)}, {{**values{names_of_loops}}}))"
        case _:
            raise _refused(node)


def _block(body: list[nodes.Node], bound: frozenset[str]) -> Iterator[str]:
    yield "    pass"
    yield from (f"    {line}" for node in body for line in _statement(node, bound))


def _part(node: nodes.Expr, bound: frozenset[str]) -> str:
    if isinstance(node, nodes.TemplateData):
        return repr(node.data)
    return f"quote({_expression(node, bound)})"


def _expression(node: nodes.Node, bound: frozenset[str]) -> str:
    def of(part: nodes.Node) -> str:
        return _expression(part, bound)

    match node:
        case nodes.Name(name=name):
            text = f"loop_{name}" if name in bound else f"values[{name!r}]"
        case nodes.Const(value=value):
            text = repr(value)
        case nodes.Getattr(node=owner, attr=name):
            text = f"{of(owner)}.{name}"
        case nodes.Tuple(items=items):
            text = f"({''.join(f'{of(item)}, ' for item in items)})"
        case nodes.Call(node=function, args=[], kwargs=[]):
            text = f"{of(function)}()"
        case nodes.Filter(node=nodes.Node() as value, name=name, args=[], kwargs=[]):
            text = f"filters[{name!r}]({of(value)})"
        case _:
            text = f"({_condition(node, bound)})"
    return text


def _condition(node: nodes.Node, bound: frozenset[str]) -> str:
    def of(part: nodes.Node) -> str:
        return _expression(part, bound)

    match node:
        case nodes.Compare(expr=left, ops=[nodes.Operand(op=name, expr=right)]):
            if name in _OPERATORS:
                return f"{of(left)} {_OPERATORS[name]} {of(right)}"
        case nodes.Test(node=value, name="none"):
            return f"{of(value)} is None"
        case nodes.Not(node=value):
            return f"not {of(value)}"
        case nodes.And(left=left, right=right):
            return f"{of(left)} and {of(right)}"
        case nodes.Or(left=left, right=right):
            return f"{of(left)} or {of(right)}"
        case nodes.CondExpr(test=test, expr1=value, expr2=nodes.Node() as otherwise):
            return f"{of(value)} if {of(test)} else {of(otherwise)}"
    raise _refused(node)


def _refused(node: nodes.Node) -> ValueError:
    return ValueError(f"line {node.lineno}: templates may not use {type(node).__name__}")
