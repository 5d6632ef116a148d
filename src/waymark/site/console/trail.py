"""Commands about the trail: whether it is unbroken, and what proves that to somebody else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from waymark.people.models.organisation import Organisation
from waymark.site.console import trail_records
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import Refusal, as_json, echo, err, many, out, print_json, shown, shows_refusals
from waymark.trail import checkpoint as checkpoints
from waymark.trail.actors import CONSOLE
from waymark.trail.chain import INSTALLATION
from waymark.trail.key_change import change_key, earlier_keys
from waymark.trail.models import Head
from waymark.trail.notes import key_id, verifier_key
from waymark.trail.proof import prove as prove_entry
from waymark.trail.signing import PublicKey, public_key
from waymark.trail.verification import Break, Verified, chains
from waymark.trail.verification import verify as walk

_ALL, _INSTALLATION = "all", "Installation"
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def trail() -> None:
    """The trail of every change."""


@trail.command()
@click.option("--org", "slug", metavar="ADDRESS", help="One organisation, or all: the default.")
@click.option("--against", type=_file, metavar="FILE", help="An earlier checkpoint.")
@click.option("--records", is_flag=True, help="Compare every record with its chain, and read every stored file.")
@as_json
@shows_refusals
def verify(slug: str | None, against: Path | None, *, records: bool, as_json: bool) -> None:
    """Verify the chains and report the first broken link; prove that a checkpoint is still contained.

    The installation's own chain (users, catalogue) is verified too. With --against and without --org, only the chain
    of the checkpoint is. Exit codes: 0 unbroken, the checkpoint is ours and contained, and the records are as their
    chains say; 1 anything else.
    """
    compared = checkpoints.compare(_read(against)) if against else None
    asked = _asked(slug, compared)
    found = [_walk(one) for one in asked]
    is_good = all(one.is_sound for one in found) and (compared is None or compared.is_good)
    names = dict(Organisation.objects.values_list("pk", "slug")) | {INSTALLATION: _INSTALLATION}
    if not as_json:
        for one in found:
            _print_line(one.is_sound, _sentence(one, names))
        if compared is not None:
            _print_comparison(compared, names)
    data: dict[str, Any] = {"records": None, "files": None}
    if records:
        rows = [trail_records.compare(one, _name_of(one, names), prints=not as_json) for one in asked]
        files = trail_records.read_files(_holders(asked), prints=not as_json)
        is_good = is_good and not files.total and not any(one.total for one in rows)
        data = trail_records.as_data(rows, files, names)
    if as_json:
        listed_chains = [_as_data(one, names) for one in found]
        print_json({"sound": is_good, "chains": listed_chains, "checkpoint": _compared_data(compared), **data})
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
    text = checkpoints.write(organisation_named(slug).pk if slug else INSTALLATION)
    seq = checkpoints.read(text.encode()).statement.seq
    path = output or Path(f"{slug or 'installation'}-checkpoint-{seq}.txt")
    path.write_text(text, encoding="utf-8", newline="")
    echo(str(path))


@trail.command()
@click.argument("entry", type=click.IntRange(min=1))
@click.option("--org", "slug", metavar="ADDRESS", help="The organisation; without it the installation's own chain.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@shows_refusals
def prove(entry: int, slug: str | None, output: Path | None) -> None:
    """Write a proof that the chain contains ENTRY, by its number, without showing the others.

    The file contains the entry, and anyone with the public key can check it.
    """
    text = prove_entry(organisation_named(slug).pk if slug else INSTALLATION, entry)
    path = output or Path(f"{slug or 'installation'}-{entry}.tlog-proof")
    path.write_text(text, encoding="utf-8", newline="")
    echo(str(path))


@trail.command()
@click.option("--org", "slug", metavar="ADDRESS", help="The organisation; without it the installation's own chain.")
@as_json
@shows_refusals
def key(slug: str | None, *, as_json: bool) -> None:
    """Print the public key that checkpoints of this installation are signed with, its id and its fingerprint.

    The id depends on the chain: it is derived from the first line of its checkpoints and the key.
    """
    name = checkpoints.origin(organisation_named(slug).pk if slug else INSTALLATION)
    known, earlier = public_key(), [PublicKey(one) for one in earlier_keys()]
    data: dict[str, Any] = {
        "public_key": known.text,
        "fingerprint": known.fingerprint,
        "key_id": key_id(name, known.raw).hex(),
        "verifier_key": verifier_key(name, known.raw),
        "earlier": [{"public_key": one.text, "key_id": key_id(name, one.raw).hex()} for one in earlier],
        "pem": known.pem,
    }
    if as_json:
        print_json(data)
        return
    echo(f"Fingerprint (SHA-256)  {known.fingerprint}")
    echo(f"Public key (Ed25519)   {known.text}")
    echo(f"Key id                 {data['key_id']}")
    echo(f"For signed notes       {data['verifier_key']}")
    for one in data["earlier"]:
        echo(f"Earlier key            {one['public_key']}, key id {one['key_id']}")
    echo(f"\n{known.pem}", nl=False)


@trail.command("change-key")
@click.option("--reason", required=True, help="The reason, kept in the trail.")
@shows_refusals
def change_the_key(reason: str) -> None:
    """Replace the key that signs checkpoints.

    An entry of the installation's chain records it, signed by both keys, so that earlier checkpoints can still
    be verified. The old private key is deleted.
    """
    old, new = change_key(by=CONSOLE, reason=reason)
    echo(f"Until now  {old.fingerprint}\nFrom now   {new.fingerprint}")


def _read(path: Path) -> checkpoints.Checkpoint:
    with path.open("rb") as file:
        return checkpoints.read(file.read(checkpoints.LARGEST + 1))


def _asked(slug: str | None, compared: checkpoints.Comparison | None) -> list[int]:
    """Return the chains to walk."""
    if slug in {None, _ALL} and compared is not None:
        is_ours = compared.containment is not checkpoints.Containment.ELSEWHERE
        of_checkpoint = [compared.checkpoint.statement.organisation] if is_ours else []
        return _every_chain() if slug == _ALL else of_checkpoint
    if slug in {None, _ALL}:
        return _every_chain()
    organisation = organisation_named(str(slug))
    if compared is not None and compared.checkpoint.statement.organisation != organisation.pk:
        message = f"This checkpoint is not one of {organisation.slug}."
        raise Refusal(message)
    return [INSTALLATION, organisation.pk]


def _every_chain() -> list[int]:
    return chains(Organisation.objects.values_list("pk", flat=True))


def _holders(asked: list[int]) -> list[Organisation | None]:
    """Return whose files are to be read: of each organisation asked for, or None for all and what lies beside them."""
    if asked == _every_chain():
        return [None]
    return list(Organisation.objects.filter(pk__in=asked))


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
    name = _name_of(one.organisation_id, names)
    count = many(one.count, "entry", "entries")
    if one.broken is not None:
        return f"{name}: broken after {count}. {one.broken}"
    if one.turned_back is not None:
        return f"{name}: {count}, unbroken, but time runs backwards {many(one.turns, 'time')}. {one.turned_back}"
    return f"{name}: {count}, unbroken. The last hash is {one.hash}."


def _name_of(organisation_id: int, names: dict[int, str]) -> str:
    return names.get(organisation_id, f"organisation {organisation_id}")


def _print_line(is_good: bool, sentence: str) -> None:  # noqa: FBT001 -- how the line begins
    out.print(f"{'[green]✓[/green]' if is_good else '[bold red]✗[/bold red]'} {shown(sentence)}")


def _print_comparison(compared: checkpoints.Comparison, names: dict[int, str]) -> None:
    statement = compared.checkpoint.statement
    is_ours = compared.containment is not checkpoints.Containment.ELSEWHERE
    named = statement.name or _name_of(statement.organisation, names if is_ours else {})
    _print_line(
        compared.signature in {checkpoints.Signature.OWN, checkpoints.Signature.EARLIER},
        f"Checkpoint of {named}, entry {statement.seq}{f', {statement.at}' if statement.at else ''}: "
        f"{compared.signature.label}.",
    )
    _print_line(
        compared.containment is checkpoints.Containment.CONTAINED, f"{_capital(str(compared.containment.label))}."
    )
    if compared.signature is checkpoints.Signature.UNKNOWN:
        fingerprint = compared.checkpoint.fingerprint
        out.print(f"  Its key has the fingerprint or id {fingerprint}. Compare it with the one noted at the hand-over.")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _as_data(one: Verified, names: dict[int, str]) -> dict[str, Any]:
    return {
        "organisation": one.organisation_id,
        "name": names.get(one.organisation_id),
        "sound": one.is_sound,
        "entries": one.count,
        "hash": one.hash,
        "broken": _break_data(one.broken),
        "turned_back": _break_data(one.turned_back),
        "turns": one.turns,
    }


def _break_data(broken: Break | None) -> dict[str, Any] | None:
    if broken is None:
        return None
    return {
        "seq": broken.seq,
        "fault": broken.fault.value,
        "sentence": str(broken),
        "expected": broken.expected,
        "found": broken.found,
    }


def _compared_data(compared: checkpoints.Comparison | None) -> dict[str, Any] | None:
    if compared is None:
        return None
    statement = compared.checkpoint.statement
    return {
        "organisation": statement.organisation,
        "name": statement.name,
        "seq": statement.seq,
        "hash": statement.hash or None,
        "root": checkpoints.as_base64(statement.root) if statement.root else None,
        "at": statement.at or None,
        "signature": compared.signature.value,
        "contained": compared.containment.value,
        "found": compared.found,
    }
