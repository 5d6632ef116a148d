"""Who uses a name of a module, however the name is reached: imports and attributes of every module, followed."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from tests.architecture.house import Module

PACKAGE = "waymark"
LOADED = "<import>"
"""Stands for the function where a name is imported, outside of all functions."""


def uses(modules: Iterable[Module], home: str, names: Iterable[str]) -> set[tuple[str, str]]:
    """Return (file, function) of each use of some names of the module `home`, which is not asked itself.

    A module that imports a name hands it on as its own, so what is imported from there counts too. The module as an
    object may only be asked for a name that is written out: handing it to `getattr`, `vars` or any function, or
    spelling its path in a text, counts as a use of every name.
    """
    asked = {dotted(one.name): one for one in modules if dotted(one.name) != home}
    imports = {path: bindings(module.tree, path) for path, module in asked.items()}
    wanted, found = {f"{home}.{name}" for name in names}, set[tuple[str, str]]()
    while True:
        handed_on = set[str]()
        for path, module in asked.items():
            bound = imports[path]
            handed_on |= {f"{path}.{name}" for name, means in bound.items() if means in wanted}
            found |= {(module.name, function) for function in _uses(module.tree, path, bound, wanted)}
        if handed_on <= wanted:
            return found
        wanted |= handed_on


def dotted(name: str) -> str:
    """Return the path by which a file of the product is imported."""
    return ".".join([PACKAGE, *name.removesuffix(".py").removesuffix("__init__").strip("/").split("/")])


def bindings(tree: ast.AST, path: str) -> dict[str, str]:
    """Return what each imported name of a module stands for, as a dotted path."""
    bound = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                bound[one.asname or one.name.partition(".")[0]] = one.name if one.asname else one.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                bound[one.asname or one.name] = f"{_source(node, path)}.{one.name}"
    return bound


def _source(node: ast.ImportFrom, path: str) -> str:
    above = path.split(".")[: -node.level] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def _uses(tree: ast.AST, path: str, bound: Mapping[str, str], wanted: set[str]) -> Iterator[str]:
    sources = {one.rpartition(".")[0] for one in wanted}
    for function, node in _in_functions(tree, LOADED):
        match node:
            case ast.ImportFrom():
                given = {f"{_source(node, path)}.{one.name}" for one in node.names}
                if given & wanted or given & {f"{one}.*" for one in sources}:
                    yield function
            case ast.Attribute() | ast.Name():
                if _reaches(_meant(node, bound), wanted, sources):
                    yield function
            case ast.Constant(value=str(text)) if text in wanted | sources:
                yield function


def _reaches(meant: str, wanted: set[str], sources: set[str]) -> bool:
    named = any(meant == one or meant.startswith(f"{one}.") for one in wanted)
    # A module as a bare object, or a package it lies in: nobody sees which of its names is asked for.
    return named or any(meant and f"{one}.".startswith(f"{meant}.") for one in sources)


def _in_functions(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield each node with the function it stands in; of names joined by dots only the longest whole."""
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if not (isinstance(node, ast.Attribute) and isinstance(child, ast.Attribute | ast.Name)):
            yield inside, child
        yield from _in_functions(child, inside)


def _meant(node: ast.expr, bound: Mapping[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in bound:
        return ""
    return ".".join([bound[node.id], *reversed(parts)])
