"""Commands that set up and serve."""

import os
import sys

import click

from waymark.site.console.output import progress, shows_refusals
from waymark.site.starting import main as set_up


@click.command()
@click.option("--host", help="Address to listen on, 127.0.0.1 unless set.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, 8000 unless set.")
@click.option("--no-demo", is_flag=True, help="Load no demo organisation at the first start.")
def serve(host: str | None, port: int | None, *, no_demo: bool) -> None:
    """Set up what is needed and serve until Ctrl-C."""
    given = [*(["--host", host] if host else []), *(["--port", str(port)] if port else [])]
    given += ["--no-demo"] if no_demo else []
    # The supervisor stays for as long as Waymark runs and is lighter without Django: it takes this process over.
    os.execv(sys.executable, [sys.executable, "-m", "waymark.site.supervisor", *given])  # noqa: S606 -- ourselves


@click.command()
def worker() -> None:
    """Run background work until Ctrl-C, on a machine that serves no pages or beside one that does."""
    os.execv(sys.executable, [sys.executable, "-m", "waymark.site.working"])  # noqa: S606 -- ourselves, with less loaded


@click.command()
@click.option("--no-demo", is_flag=True, help="Load no demo organisation.")
@click.option("--json", "as_json", is_flag=True, help="Print each step as a line of JSON.")
@shows_refusals
def init(*, no_demo: bool, as_json: bool) -> None:
    """Update schema, pages and catalogue, and print what was done."""
    with progress("Setting up"):
        code = set_up([*(["--json"] if as_json else []), *(["--no-demo"] if no_demo else [])])
    sys.exit(code)
