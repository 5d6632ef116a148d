"""Writes what docs/reference says of the code: `.venv/bin/python -m tests.architecture.references`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import django

from tests.architecture.house import ROOT

FOLDER = ROOT / "docs" / "reference"
_MADE = (
    "This page is written by `.venv/bin/python -m tests.architecture.references`, and a test compares it with the code."
)


def events() -> str:
    """Return the page of events, from the bottom of the house to its top."""
    from waymark.trail.events import Event  # noqa: PLC0415 -- Django has to be set up first

    parts = [
        "# Events\n\nWhat can be written into the trail, package by package. The name of an event is part of the chain "
        "([trail.md](trail.md))\nand therefore never changes; the sentence is what people read.\n\n" + _MADE + "\n"
    ]
    for kind in sorted(Event.__subclasses__(), key=lambda one: one.__module__):
        lines = [f"| `{event.value}` | {event.label} |" for event in kind]
        parts.append(_table(kind.__module__.split(".")[1], ["Event", "Sentence"], lines))
    return "\n".join(parts)


def life_cycles() -> str:
    """Return the page of life cycles: every table, with the right, the guard and the refusal of each act."""
    from waymark.records.lifecycle import BEGINNING, STAYS, lifecycles  # noqa: PLC0415 -- as above

    parts = [
        "# Life cycles\n\nFrom which state which act leads where. The verbs of a record consult its table, and its "
        "page offers what the\ntable allows. How fresh evidence is follows from its captures and the day, so it is "
        "no state.\n\n" + _MADE + "\n"
    ]
    for one in sorted(lifecycles(), key=lambda cycle: cycle.name):
        names = {str(value): str(label) for value, label in one.states.choices}
        lines = []
        for row in one.transitions:
            sources = ", ".join("nothing yet" if source == BEGINNING else names[str(source)] for source in row.sources)
            to = "stays" if row.to == STAYS else names[str(row.to)]
            guard = f"`{row.guard.__name__}`" if row.guard is not None else ""
            refused = "" if row.sources == (BEGINNING,) else f"`{row.refused.code}`"
            lines.append(
                f"| {sources} | {row.label} | {to} | `{row.right.value}` | {guard} | {refused} | {row.sentence} |"
            )
        heads = ["From", "Act", "To", "Right", "Guard", "Refused otherwise", "Meaning"]
        parts.append(_table(str(one.label), heads, lines))
    return "\n".join(parts)


def registers() -> str:
    """Return the page of registers: columns and filters, the same on the page, for programs and at the console."""
    from waymark.records.registers import registers as all_registers  # noqa: PLC0415 -- as above

    nobody: Any = None
    parts = [
        "# Registers\n\nEach list is described once. Its page, its operation of the [API](operations.md), its command "
        "`list` and its files\n(XLSX, CSV, JSON) have the same columns and take the same filters by the same names.\n\n"
        + _MADE
        + "\n"
    ]
    for one in all_registers():
        columns = [
            f"| `{column.name}` | {column.label} | {column.kind.value} | {'yes' if column.sort else ''} |"
            for column in one.columns
        ]
        filters = [f"| `{each.name}` | {each.field(nobody).label} | {_default(each)} |" for each in one.filters]
        parts.append(_table(f"{one.label}", ["Column", "Label", "Holds", "Sorts"], columns))
        parts.append("\n".join(["| Filter | Label | Unless told otherwise |", "| --- | --- | --- |", *filters]) + "\n")
    return "\n".join(parts)


def operations() -> str:
    """Return the page of the operations of the API."""
    from waymark.site.api import api  # noqa: PLC0415 -- as above

    parts = [
        "# Operations of the API\n\n[api.md](api.md) tells how they are used. Addresses start with `/api/v1/o/` "
        "and the organisation.\n\n" + _MADE + "\n"
    ]
    by_tag: dict[str, list[str]] = {}
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for method, one in methods.items():
            place = path.partition("{slug}")[2]
            line = f"| `{method.upper()} {place}` | {one.get('description') or one['summary']} |"
            by_tag.setdefault(one["tags"][0], []).append(line)
    for tag, lines in by_tag.items():
        parts.append(_table(tag, ["Operation", "What it does"], lines))
    return "\n".join(parts)


def commands() -> str:
    """Return the page of the commands of the console."""
    from waymark.site.console.app import console  # noqa: PLC0415 -- as above

    parts = [
        "# Commands of the console\n\n[console.md](console.md) tells what they share, and what the fields of their "
        "data mean.\n\n" + _MADE + "\n"
    ]
    for path, command in walked(console, "waymark"):
        options = [
            f"| `{one.opts[-1]}` | {one.help}{' Needed.' if one.required else ''} |"
            for one in command.params
            if isinstance(one, click.Option)
        ]
        arguments = " ".join(
            one.make_metavar(click.Context(command)) for one in command.params if isinstance(one, click.Argument)
        )
        head = f"## {path}\n\n{(command.help or '').split(chr(10))[0]}\n"
        if arguments:
            head += f"\nArguments: `{arguments}`\n"
        table = "\n".join(["| Option | What it does |", "| --- | --- |", *options]) + "\n" if options else ""
        parts.append("\n".join(filter(None, [head, table])))
    return "\n".join(parts)


def walked(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Return every command that can be run, with the words that run it."""
    if isinstance(command, click.Group):
        if command.invoke_without_command:
            yield path, command
        for name, inner in sorted(command.commands.items()):
            yield from walked(inner, f"{path} {name}")
    else:
        yield path, command


PAGES: dict[str, Callable[[], str]] = {
    "events.md": events,
    "life-cycles.md": life_cycles,
    "registers.md": registers,
    "operations.md": operations,
    "commands.md": commands,
}


def path_of(name: str) -> Path:
    """Return where a page lies."""
    return FOLDER / name


def _default(one: Any) -> str:
    return "" if one.otherwise is None else f"`{one.otherwise}`"


def _table(title: str, heads: list[str], lines: list[str]) -> str:
    rule = "| " + " | ".join(["---"] * len(heads)) + " |"
    return "\n".join([f"## {title}", "", "| " + " | ".join(heads) + " |", rule, *lines]) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
    django.setup()
    for name, page in PAGES.items():
        path_of(name).write_text(page(), encoding="utf-8")
