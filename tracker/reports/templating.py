"""Templates as Python functions: each is translated once from what Jinja makes of it, and kept as Python keeps modules.

So a run that prints a report need not load Jinja, which would take a tenth of its time.  Only what the templates use is
translated: text, values with filters, conditions, loops and includes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

TEMPLATES = Path(__file__).with_name("templates")


class Values(dict[str, Any]):
    """What a template is filled in with; a name that it misses is an error that says which."""

    def __missing__(self, name: str) -> Any:
        """Raise LookupError."""
        raise LookupError(f"'{name}' is undefined")


Put = Callable[[str], None]
Filters = Mapping[str, Callable[[Any], str]]
Template = Callable[[Values, Put, Callable[[object], str], Filters], None]
"""Puts out its text, filled in with values, each of which goes through the third function, which escapes it."""


@cache
def template(name: str) -> Template:
    """Return the template of that file name; raises ValueError when it uses what is not translated."""
    loader = _Loader(f"{__name__}.{name}", str(TEMPLATES / name))
    module = module_from_spec(ModuleSpec(loader.name, loader, origin=loader.path))
    loader.exec_module(module)
    made: Template = module.made
    return made


def attribute(value: Any, name: str) -> Any:
    """Return what a template means by ``value.name``; raises LookupError when there is no such."""
    try:
        return getattr(value, name)
    except AttributeError:
        if isinstance(value, Mapping) and name in value:
            return value[name]
        raise LookupError(f"{type(value).__name__} has no '{name}'") from None


class _Loader(SourceFileLoader):
    """Loads a template as a module; what is kept of it is stale when it, or this translation, was changed."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:  # type: ignore[override]
        text = _translated(bytes(data).decode("utf-8"))
        made: CodeType = compile(text, os.fspath(path), "exec", dont_inherit=True, optimize=_optimize)
        return made

    def path_stats(self, path: str) -> Mapping[str, Any]:
        own = super().path_stats(path)
        return {**own, "mtime": max(own["mtime"], super().path_stats(__file__)["mtime"])}


def environment() -> Environment:
    """Return how Jinja is to read the templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _translated(source: str) -> str:
    lines = [f"from {__name__} import Values, attribute, template", "def made(v, put, escaped, filters):", " pass"]
    lines += _block(environment().parse(source).body, frozenset(), " ")
    return "\n".join(lines)


def _block(body: list[Any], own: frozenset[str], indent: str) -> list[str]:
    """Return the lines for some nodes, within loops whose variables are *own*."""
    return [line for node in body for line in _statement(node, own, indent)] or [f"{indent}pass"]


def _statement(node: nodes.Node, own: frozenset[str], indent: str) -> list[str]:
    from jinja2 import nodes

    deeper = f"{indent} "
    if isinstance(node, nodes.Output):
        return [f"{indent}put({_output(each, own)})" for each in node.nodes]
    if isinstance(node, nodes.If):
        lines = [f"{indent}if {_value(node.test, own)}:", *_block(node.body, own, deeper)]
        for other in node.elif_:
            lines += [f"{indent}elif {_value(other.test, own)}:", *_block(other.body, own, deeper)]
        return [*lines, *([f"{indent}else:", *_block(node.else_, own, deeper)] if node.else_ else [])]
    if isinstance(node, nodes.For) and not node.else_ and not node.recursive:
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        inside = own | {each.name for each in targets if isinstance(each, nodes.Name)}
        named = ", ".join(_value(each, inside) for each in targets)
        test = [f"{deeper}if not {_value(node.test, inside)}: continue"] if node.test else []
        return [f"{indent}for {named} in {_value(node.iter, own)}:", *test, *_block(node.body, inside, deeper)]
    if isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
        values = "".join(f", {name}=own_{name}" for name in sorted(own))
        given = f"Values(v{values})" if own else "v"
        return [f"{indent}template({node.template.value!r})({given}, put, escaped, filters)"]
    raise ValueError(f"line {node.lineno} of a template: {type(node).__name__} is not translated")


def _output(node: nodes.Expr, own: frozenset[str]) -> str:
    from jinja2 import nodes

    return repr(node.data) if isinstance(node, nodes.TemplateData) else f"escaped({_value(node, own)})"


def _value(node: Any, own: frozenset[str]) -> str:
    """Return an expression of a template as one of Python."""
    from jinja2 import nodes

    if isinstance(node, nodes.Name):
        return f"own_{node.name}" if node.name in own else f"v[{node.name!r}]"
    if isinstance(node, nodes.Const):
        return repr(node.value)
    if isinstance(node, nodes.Getattr):
        return f"attribute({_value(node.node, own)}, {node.attr!r})"
    if isinstance(node, nodes.Getitem):
        return f"{_value(node.node, own)}[{_value(node.arg, own)}]"
    if isinstance(node, nodes.Filter) and node.node is not None and not node.args:
        return f"filters[{node.name!r}]({_value(node.node, own)})"
    if isinstance(node, nodes.Call) and not node.args and not node.kwargs:
        return f"{_value(node.node, own)}()"
    if isinstance(node, nodes.Tuple):
        return f"({''.join(f'{_value(each, own)}, ' for each in node.items)})"
    if isinstance(node, nodes.Concat):
        return f"''.join(map(str, ({''.join(f'{_value(each, own)}, ' for each in node.nodes)})))"
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        return f"({_value(node.expr1, own)} if {_value(node.test, own)} else {_value(node.expr2, own)})"
    if isinstance(node, nodes.Not):
        return f"(not {_value(node.node, own)})"
    if isinstance(node, (nodes.And, nodes.Or, nodes.Add)):
        sign = {nodes.And: "and", nodes.Or: "or", nodes.Add: "+"}[type(node)]
        return f"({_value(node.left, own)} {sign} {_value(node.right, own)})"
    if isinstance(node, nodes.Compare) and [each.op for each in node.ops] == ["eq"]:
        return f"({_value(node.expr, own)} == {_value(node.ops[0].expr, own)})"
    raise ValueError(f"line {node.lineno} of a template: {type(node).__name__} is not translated")
