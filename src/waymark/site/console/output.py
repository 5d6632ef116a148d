"""What all commands share: refusals as sentences, data as JSON, tables and progress for people."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from waymark.core.errors import RuleBroken
from waymark.core.storage import trouble_of
from waymark.core.wire.refused import Invalid

NOT_FOUND, NOT_READY = 3, 4
P = ParamSpec("P")
T = TypeVar("T")
# What moves the cursor, changes the title of the window or turns the direction of the text: category Cc, and of Cf the
# marks of direction.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class _Terminal(Console):
    """Prints what a terminal takes for an order as text; only our own markup gives colours."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print texts and tables."""
        super().print(*(spelled_out(one, lines=True) if isinstance(one, str) else one for one in objects), **options)


out, err = _Terminal(soft_wrap=True, highlight=False), _Terminal(stderr=True, soft_wrap=True, highlight=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of a table.")


class Refusal(click.ClickException):
    """Something is refused, in a sentence that may quote what is stored; exit code 1."""

    def format_message(self) -> str:
        """Return the sentence as a terminal may be given it."""
        return spelled_out(super().format_message(), lines=True)


class NotThere(Refusal):
    """Something that was named does not exist; exit code 3."""

    exit_code = NOT_FOUND


class Unready(Refusal):
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
            raise Refusal(" ".join(invalid.messages)) from invalid
        except DatabaseError as failed:
            trouble = trouble_of(failed)
            if trouble is None:
                raise
            raise Refusal(f"{trouble.message} [{trouble.code}]\nRun: waymark doctor") from failed
        except OSError as refused:
            message = f"{refused.strerror or refused}: {refused.filename}" if refused.filename else str(refused)
            raise Refusal(message) from refused
        except Invalid as invalid:
            options = [f"--{name.replace('_', '-')}: {fault}" for name, fault in invalid.sentences()]
            raise Refusal("\n".join([str(invalid.message), *options])) from invalid
        except RuleBroken as broken:
            message = f"{broken.message} [{broken.code}]"
            raise Refusal(f"{message}\n{broken.way_out}" if broken.way_out else message) from broken

    return guarded


def many(count: int, one: str, more: str = "") -> str:
    """Return a number of things in words: no files, 1 file, 1,000 files."""
    number = f"{count:,}" if count else "no"
    return f"{number} {one if count == 1 else more or one + 's'}"


def spelled_out(text: str, *, lines: bool = False) -> str:
    """Return a stored text as a terminal may be given it: control characters and marks of direction by their codes.

    With `lines`, the ends of lines stay.
    """
    return _CONTROLS.sub(lambda found: found[0] if lines and found[0] == "\n" else _spelled(found[0]), text)


def shown(value: object) -> str:
    """Return a stored value as a part of one line that is printed with markup: its brackets are no markup."""
    return escape(spelled_out(str(value)))


def echo(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print a text as it is, but for what a terminal would take for an order."""
    click.echo(spelled_out(str(text), lines=True), err=err, nl=nl)


def _spelled(one: str) -> str:
    return f"\\x{ord(one):02x}" if ord(one) < 0x100 else f"\\u{ord(one):04x}"  # noqa: PLR2004 -- two digits or four


def print_json(data: Any) -> None:
    """Print data as JSON, in the order it has; what a terminal would take for an order is escaped as JSON does."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    click.echo(_CONTROLS.sub(lambda found: "\n" if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text))


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print rows for people."""
    table = Table(
        *heads, title=shown(title) or None, title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    for row in rows:
        # Brackets in people's texts are not rich's markup.
        table.add_row(*(Text("" if value is None else spelled_out(str(value), lines=True)) for value in row))
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
