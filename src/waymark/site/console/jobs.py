"""Commands about background work."""

import uuid
from typing import Any

import click

from waymark.core.backlog import Backlog, JobLine, backlog, dismiss, try_again
from waymark.site.console.output import as_json, echo, print_json, print_table, shows_refusals


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def jobs(context: click.Context, *, as_json: bool) -> None:
    """List background work that waits, runs or failed."""
    if context.invoked_subcommand is not None:
        return
    found = backlog()
    rows = _rows(found)
    if as_json:
        print_json({"worker_last_seen": found.last_sign, "attended": found.is_attended, "jobs": rows})
        return
    heads = ("Id", "Job", "About", "State", "Attempts", "Since", "Reason")
    print_table(heads, [[value for name, value in row.items() if name != "place"] for row in rows])
    if not found.is_attended:
        echo("No worker is running. Start Waymark, or run: waymark worker")


@jobs.command()
@click.argument("key", metavar="ID", type=click.UUID)
@shows_refusals
def retry(key: uuid.UUID) -> None:
    """Run a failed job again."""
    try_again(key)
    echo(f"{key} is back in the queue.")


@jobs.command(name="dismiss")
@click.argument("key", metavar="ID", type=click.UUID)
@shows_refusals
def dismiss_(key: uuid.UUID) -> None:
    """Dismiss a failed job; it is not run again."""
    dismiss(key)
    echo(f"{key} is dismissed.")


def _rows(found: Backlog) -> list[dict[str, Any]]:
    parts = (("waiting", found.waiting), ("running", found.running), ("failed", found.failed))
    return [_row(state, line) for state, lines in parts for line in lines]


def _row(state: str, line: JobLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "job": str(line.label),
        "about": line.about,
        "state": state,
        "attempts": line.attempts,
        "since": line.at or line.queued_at,
        "reason": line.reason,
        "place": line.place,
    }
