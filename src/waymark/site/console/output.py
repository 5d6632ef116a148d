"""What all commands share: refusals as sentences, data as JSON, tables and progress for people."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from waymark.core.errors import RuleBroken
from waymark.core.wire.refused import Invalid

NOT_FOUND, NOT_READY = 3, 4
P = ParamSpec("P")
T = TypeVar("T")
out, err = Console(soft_wrap=True, highlight=False), Console(stderr=True, soft_wrap=True, highlight=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of a table.")


class NotThere(click.ClickException):
    """Something that was named does not exist; exit code 3."""

    exit_code = NOT_FOUND


class Unready(click.ClickException):
    """The installation is not set up, or its database does not answer; exit code 4."""

    exit_code = NOT_READY


def shows_refusals(act: Callable[P, T]) -> Callable[P, T]:
    """Show what the domain refuses as a sentence with its way out, and end with exit code 1."""

    @wraps(act)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return act(*args, **kwargs)
        except ObjectDoesNotExist as missing:
            raise NotThere(str(missing)) from missing
        except ValidationError as invalid:
            raise click.ClickException(" ".join(invalid.messages)) from invalid
        except OSError as refused:
            message = f"{refused.strerror or refused}: {refused.filename}" if refused.filename else str(refused)
            raise click.ClickException(message) from refused
        except Invalid as invalid:
            options = [f"--{name.replace('_', '-')}: {fault}" for name, fault in invalid.sentences()]
            raise click.ClickException("\n".join([str(invalid.message), *options])) from invalid
        except RuleBroken as broken:
            message = f"{broken.message} [{broken.code}]"
            raise click.ClickException(f"{message}\n{broken.way_out}" if broken.way_out else message) from broken

    return guarded


def many(count: int, one: str, more: str = "") -> str:
    """Return a number of things in words: no files, 1 file, 1,000 files."""
    number = f"{count:,}" if count else "no"
    return f"{number} {one if count == 1 else more or one + 's'}"


def print_json(data: Any) -> None:
    """Print data as JSON, in the order it has."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print rows for people."""
    table = Table(*heads, title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for row in rows:
        # Brackets in people's texts are not rich's markup.
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    out.print(table)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show progress on a terminal; pipes and JSON stay clean."""
    if not sys.stderr.isatty():
        yield
        return
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True) as bar:
        bar.add_task(what, total=None)
        yield
