"""Commands about the trail: whether it is unbroken, and what proves that to somebody else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from waymark.people.models.organisation import Organisation
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import as_json, err, many, out, print_json, shows_refusals
from waymark.trail import checkpoint as checkpoints
from waymark.trail.chain import INSTALLATION
from waymark.trail.models import Head
from waymark.trail.signing import public_key
from waymark.trail.verification import Verified, chains
from waymark.trail.verification import verify as walk

_ALL, _INSTALLATION = "all", "Installation"
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def trail() -> None:
    """The trail of every change."""


@trail.command()
@click.option("--org", "slug", metavar="ADDRESS", help="One organisation, or all: the default.")
@click.option("--against", type=_file, metavar="FILE", help="An earlier checkpoint.")
@as_json
@shows_refusals
def verify(slug: str | None, against: Path | None, *, as_json: bool) -> None:
    """Verify the chains and report the first broken link; prove that a checkpoint is still contained.

    The installation's own chain (users, catalogue) is verified too. With --against and without --org, only the chain
    of the checkpoint is. Exit codes: 0 unbroken, and the checkpoint is ours and contained; 1 anything else.
    """
    compared = checkpoints.compare(_read(against)) if against else None
    found = [_walk(one) for one in _asked(slug, compared)]
    is_good = all(one.is_sound for one in found) and (compared is None or compared.is_good)
    names = dict(Organisation.objects.values_list("pk", "slug")) | {INSTALLATION: _INSTALLATION}
    if as_json:
        listed_chains = [_as_data(one, names) for one in found]
        print_json({"sound": is_good, "chains": listed_chains, "checkpoint": _compared_data(compared)})
    else:
        for one in found:
            _print_line(one.is_sound, _sentence(one, names))
        if compared is not None:
            _print_comparison(compared)
    sys.exit(0 if is_good else 1)


@trail.command()
@click.option("--org", "slug", metavar="ADDRESS", help="The organisation, as in its address.")
@click.option("--installation", is_flag=True, help="The installation's own chain instead of an organisation's.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@shows_refusals
def checkpoint(slug: str | None, output: Path | None, *, installation: bool) -> None:
    """Write a signed checkpoint of where a chain ends now, for someone else to keep."""
    if bool(slug) == installation:
        message = "Choose one chain: --org ADDRESS, or --installation."
        raise click.UsageError(message)
    key, name = INSTALLATION, _INSTALLATION
    if slug:
        organisation = organisation_named(slug)
        key, name = organisation.pk, organisation.name
    text = checkpoints.write(key, name)
    seq = checkpoints.read(text.encode()).statement.seq
    path = output or Path(f"{slug or 'installation'}-checkpoint-{seq}.json")
    path.write_text(text, encoding="utf-8")
    click.echo(str(path))


@trail.command()
@as_json
@shows_refusals
def key(*, as_json: bool) -> None:
    """Print the public key that checkpoints of this installation are signed with, and its fingerprint."""
    known = public_key()
    if as_json:
        print_json({"public_key": known.text, "fingerprint": known.fingerprint, "pem": known.pem})
        return
    click.echo(
        f"Fingerprint (SHA-256)  {known.fingerprint}\nPublic key (Ed25519)   {known.text}\n\n{known.pem}", nl=False
    )


def _read(path: Path) -> checkpoints.Checkpoint:
    with path.open("rb") as file:
        return checkpoints.read(file.read(checkpoints.LARGEST + 1))


def _asked(slug: str | None, compared: checkpoints.Comparison | None) -> list[int]:
    """Return the chains to walk."""
    if slug in {None, _ALL} and compared is not None:
        is_ours = compared.containment is not checkpoints.Containment.ELSEWHERE
        of_checkpoint = [compared.checkpoint.statement.organisation] if is_ours else []
        return chains() if slug == _ALL else of_checkpoint
    if slug in {None, _ALL}:
        return chains()
    organisation = organisation_named(str(slug))
    if compared is not None and compared.checkpoint.statement.organisation != organisation.pk:
        message = f"This checkpoint is not one of {organisation.slug}."
        raise click.ClickException(message)
    return [INSTALLATION, organisation.pk]


def _walk(organisation_id: int) -> Verified:
    with _bar(organisation_id) as watch:
        return walk(organisation_id, watch=watch)


@contextmanager
def _bar(organisation_id: int) -> Iterator[Callable[[int], None]]:
    """Show progress of the check on a terminal."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    total = Head.objects.filter(organisation_id=organisation_id).values_list("seq", flat=True).first()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Verifying", total=total)
        yield lambda count: bar.update(task, completed=count)


def _sentence(one: Verified, names: dict[int, str]) -> str:
    name = names.get(one.organisation_id, f"organisation {one.organisation_id}")
    count = many(one.count, "entry", "entries")
    if one.broken is None:
        return f"{name}: {count}, unbroken. The last hash is {one.hash}."
    return f"{name}: broken after {count}. {one.broken}"


def _print_line(is_good: bool, sentence: str) -> None:  # noqa: FBT001 -- how the line begins
    out.print(f"{'[green]✓[/green]' if is_good else '[bold red]✗[/bold red]'} {escape(sentence)}")


def _print_comparison(compared: checkpoints.Comparison) -> None:
    statement = compared.checkpoint.statement
    _print_line(
        compared.signature is checkpoints.Signature.OWN,
        f"Checkpoint of {statement.name}, entry {statement.seq}, {statement.at}: {compared.signature.label}.",
    )
    _print_line(
        compared.containment is checkpoints.Containment.CONTAINED, f"{_capital(str(compared.containment.label))}."
    )
    if compared.signature is checkpoints.Signature.UNKNOWN:
        fingerprint = compared.checkpoint.fingerprint
        out.print(f"  Its key has the fingerprint {fingerprint}. Compare it with the one noted at the hand-over.")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _as_data(one: Verified, names: dict[int, str]) -> dict[str, Any]:
    broken = one.broken
    return {
        "organisation": one.organisation_id,
        "name": names.get(one.organisation_id),
        "sound": one.is_sound,
        "entries": one.count,
        "hash": one.hash,
        "broken": broken
        and {
            "seq": broken.seq,
            "fault": broken.fault.value,
            "sentence": str(broken),
            "expected": broken.expected,
            "found": broken.found,
        },
    }


def _compared_data(compared: checkpoints.Comparison | None) -> dict[str, Any] | None:
    if compared is None:
        return None
    statement = compared.checkpoint.statement
    return {
        "organisation": statement.organisation,
        "name": statement.name,
        "seq": statement.seq,
        "hash": statement.hash,
        "at": statement.at,
        "signature": compared.signature.value,
        "contained": compared.containment.value,
        "found": compared.found,
    }
