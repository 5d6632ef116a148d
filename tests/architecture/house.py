"""What the tests of the house look at: modules as syntax trees, templates, style sheets, the address table."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "waymark"


@dataclass(frozen=True)
class Module:
    """A Python file: its path below the package and its tree."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree; many tests look at the same, and none changes it."""
        return ast.parse(self.text)


@dataclass(frozen=True)
class Address:
    """One line of the address table: its route, its name, its view."""

    route: str
    pattern: URLPattern

    @property
    def name(self) -> str:
        """Return the name the product calls it by."""
        return self.pattern.name or ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the names of what the address carries."""
        return tuple(self.pattern.pattern.converters)

    @property
    def policy(self) -> str:
        """Return what the view declares, or an empty text."""
        return str(getattr(self.pattern.callback, "policy", ""))

    @property
    def is_operation(self) -> bool:
        """Return whether it is one of programs, not a page."""
        return self.route.startswith("api/v")

    def __str__(self) -> str:
        """Name the test case."""
        return f"{self.name}:{'+'.join(self.arguments)}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the product but migrations."""
    files = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8")) for path in files)


def addresses() -> list[Address]:
    """Return the whole address table."""
    return list(_under(get_resolver().url_patterns, ""))


def inside_organisations() -> list[Address]:
    """Return the addresses of pages that belong to an organisation."""
    return [one for one in addresses() if "slug" in one.arguments and not one.is_operation]


def operations() -> list[Address]:
    """Return the addresses of the API; whoever adds an operation anywhere below /api/v1/ finds it here."""
    return [one for one in addresses() if one.is_operation]


def our_models() -> list[type[models.Model]]:
    """Return the models of the product."""
    return [model for model in apps.get_models() if model.__module__.startswith("waymark.")]


def layers() -> dict[str, int]:
    """Return how high each package stands, from the contract import-linter keeps; siblings share a height."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    lines = next(one["layers"] for one in contracts["contracts"] if one.get("containers") == ["waymark"])
    height = {}
    for number, line in enumerate(reversed(lines)):
        for name in line.split("|"):
            height[name.strip(" ()")] = number
    return height


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _under(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _under(one.url_patterns, route)
        else:
            yield Address(route, one)
