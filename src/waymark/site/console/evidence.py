"""Commands about evidence: its files and its search."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import click
from rich.progress import Progress, TextColumn

from waymark.core.sizes import size_in_words
from waymark.evidence.indexing import reindex as index_all
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.verifying import Checked, Fault, bytes_of, remove_unknown
from waymark.evidence.verifying import verify as check_files
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import as_json, echo, err, many, out, print_json, shown, shows_refusals

_MEND = {
    Fault.DAMAGED: "Restore the file from a backup, or upload the same content again.",
    Fault.MISSING: "Restore the file from a backup, or upload it again.",
    Fault.UNKNOWN: "No record uses it. If it was left by an unsent form or a removed demo, run: waymark evidence tidy.",
}


@click.group()
def evidence() -> None:
    """Evidence, its files and their search index."""


@evidence.command()
@click.option("--org", metavar="SLUG", help="Only the files of one organisation.")
@as_json
@shows_refusals
def verify(*, org: str | None, as_json: bool) -> None:
    """Check every stored file and list each damaged, missing or unknown one. Exit code 1 if there is any."""
    organisation = organisation_named(org) if org else None
    total = bytes_of(organisation)
    count, read, faults = 0, 0, []
    for checked in _watched(check_files(organisation), total):
        count, read = count + 1, read + checked.size
        if checked.fault is not None:
            faults.append(checked)
    if as_json:
        print_json({"files": count, "bytes": read, "faults": [asdict(one) for one in faults]})
    else:
        _show_result(count, read, faults)
    sys.exit(1 if faults else 0)


@evidence.command()
@shows_refusals
def tidy() -> None:
    """Remove files that no record has used for two days. After a restore, run verify first."""
    for sha256 in (gone := remove_unknown()):
        echo(sha256)
    echo(f"Removed: {many(len(gone), 'file')}.")


@evidence.command()
@shows_refusals
def reindex() -> None:
    """Rebuild the search index from the stored files."""
    total = Evidence.objects.count()
    done = 0
    for done in _shown(index_all(), f"of {total} indexed"):  # noqa: B007 -- the last one counts
        pass
    echo(f"Indexed: {many(done, 'piece')} of evidence.")


def _show_result(count: int, read: int, faults: list[Checked]) -> None:
    for one in faults:
        where = "; ".join(one.used_as)
        out.print(f"[bold red]✗[/bold red] {one.fault}: {shown(one.sha256)} {shown(where)}".rstrip())
    for fault in Counter(one.fault for one in faults):
        if fault is not None:
            out.print(f"  {fault}: {_MEND[fault]}")
    mark = "[red]✗[/red]" if faults else "[green]✓[/green]"
    out.print(f"{mark} {many(count, 'file')}, {size_in_words(read)}: {many(len(faults), 'fault')}.")


def _watched(files: Iterable[Checked], total: int) -> Iterator[Checked]:
    """Show on a terminal how far it is; pipes and JSON stay clean."""
    if not sys.stderr.isatty():
        yield from files
        return
    columns = (TextColumn("{task.percentage:>3.0f} % {task.description}"),)
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("of the files read", total=max(total, 1))
        for one in files:
            bar.advance(task, one.size if one.fault != Fault.UNKNOWN else 0)
            yield one


def _shown(steps: Iterable[int], what: str) -> Iterator[int]:
    if not sys.stderr.isatty():
        yield from steps
        return
    with Progress(TextColumn("{task.completed} {task.description}"), console=err, transient=True) as bar:
        task = bar.add_task(what, total=None)
        for one in steps:
            bar.update(task, completed=one)
            yield one
