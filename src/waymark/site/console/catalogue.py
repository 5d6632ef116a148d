"""Commands about frameworks of requirements."""

import sys
from pathlib import Path

import click

from waymark.catalogue.loading import list_frameworks, load
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.catalogue.reading.folder import read_edition, validate
from waymark.site.console.output import NotThere, as_json, echo, many, print_json, print_table, progress, shows_refusals
from waymark.trail.actors import CONSOLE

_folder = click.argument("folder", type=click.Path(exists=True, path_type=Path))


@click.group()
def catalogue() -> None:
    """Manage frameworks of requirements."""


@catalogue.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """List the editions that are loaded."""
    rows = [
        {"id": one.slug, "title": one.title, "edition": one.edition, "loaded_at": one.loaded_at, "digest": one.digest}
        for one in list_frameworks()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(("Id", "Title", "Edition", "Loaded"), [list(row.values())[:4] for row in rows])


@catalogue.command()
@click.argument("edition", default="iso-42001-2023-2")
@as_json
@shows_refusals
def show(edition: str, *, as_json: bool) -> None:
    """Show the requirements of an edition."""
    framework = Framework.objects.named(edition).first()
    if framework is None:
        message = f"No edition {edition!r} is loaded."
        raise NotThere(message)
    tree = outline(framework.pk)
    rows = [
        {"ref": one.ref, "kind": one.kind.value, "title": one.title, "points": len(one.points)}
        for one in tree.requirements
    ]
    if as_json:
        print_json({"id": tree.slug, "title": tree.title, "licence_note": tree.licence_note, "requirements": rows})
        return
    print_table(("Ref", "Kind", "Title", "Points"), [list(row.values()) for row in rows], tree.title)
    echo(tree.licence_note)


@catalogue.command("validate")
@_folder
@as_json
def validate_(folder: Path, *, as_json: bool) -> None:
    """Check a catalogue folder and list every fault with its file and line."""
    faults = validate(folder if folder.is_dir() else folder.parent)
    rows = [
        {"file": one.file, "line": one.line, "column": one.column, "code": one.code, "message": str(one.message)}
        for one in faults
    ]
    if as_json:
        print_json(rows)
    else:
        for one in rows:
            echo(f"{one['file']}:{one['line']}: {one['message']} [{one['code']}]")
        echo(f"{many(len(rows), 'fault').capitalize()}.")
    sys.exit(1 if rows else 0)


@catalogue.command("load")
@_folder
@shows_refusals
def load_(folder: Path) -> None:
    """Load an edition; one that is already loaded stays unchanged."""
    with progress("Loading the edition"):
        framework = load(read_edition(folder), by=CONSOLE)
    echo(f"{framework.slug}: {framework.title}")
