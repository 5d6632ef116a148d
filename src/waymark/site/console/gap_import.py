"""The command that imports a work sheet."""

from pathlib import Path
from typing import Any

import click

from waymark.conformity.scale import Exclusion
from waymark.exchange.gap import import_gap
from waymark.exchange.preview import Preview
from waymark.exchange.reading_options import ReadingOptions
from waymark.exchange.sentences import COUNTS, trouble
from waymark.site.console.finding import open_round_named, organisation_named
from waymark.site.console.output import (
    Refusal,
    as_json,
    many,
    out,
    print_json,
    print_table,
    progress,
    shown,
    shows_refusals,
)
from waymark.trail.actors import CONSOLE

_MOST_LISTED = 200


def _pairs(_context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return what was typed as NAME=VALUE."""
    pairs = [value.rpartition("=") for value in values]
    if any(not name or not mark or not value for name, mark, value in pairs):
        raise click.BadParameter("write it as NAME=VALUE", param=parameter)
    return {name.strip(): value.strip() for name, _mark, value in pairs}


@click.command("import")
@click.option("--org", "slug", required=True, metavar="ADDRESS", help="The organisation, as in its address.")
@click.option("--round", "reference", metavar="GA-1", help="The round; by default the newest open one.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", is_flag=True, help="Import the sheet; without this option, only show what would change.")
@click.option("--leave-out", is_flag=True, help="Leave out rows that are not understood instead of refusing.")
@click.option("--encoding", help="Encoding of a CSV file that is not UTF-8, such as windows-1252.")
@click.option("--sheet", default="", metavar="NAME", help="The sheet, by its name or its number from 1.")
@click.option("--heading-row", type=click.IntRange(min=0), metavar="N", help="The row of the headings; 0 for none.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_pairs,
    metavar="FIELD=COLUMN",
    help="Where a field is, by letter or heading, such as verdict=D. Repeat it for each field.",
)
@click.option(
    "--word",
    "words",
    multiple=True,
    callback=_pairs,
    metavar="WORD=VERDICT",
    help='What a word of the file means, such as "Mostly done=partial". Repeat it for each word.',
)
@click.option("--dates", "slashes", type=click.Choice(["dmy", "mdy"]), help="The order of 3/4/2026.")
@click.option(
    "--match",
    "standard",
    type=click.Choice(["numbers", "titles"]),
    help="For a sheet that seems to be about another standard: follow its numbers, or only equal titles.",
)
@click.option(
    "--exclusion",
    type=click.Choice(Exclusion.values),
    help="The reason code of controls that are not applicable, where the file gives none.",
)
@as_json
@shows_refusals
def import_sheet(  # noqa: PLR0913 -- the options of one command
    slug: str,
    reference: str | None,
    file: Path,
    encoding: str | None,
    *,
    apply: bool,
    leave_out: bool,
    as_json: bool,
    **reading: Any,
) -> None:
    """Import a filled-in work sheet into an open round: all of it, or nothing.

    Ends with exit code 1 where nothing in the sheet was understood.
    """
    organisation = organisation_named(slug)
    assessment = open_round_named(organisation, reference)
    options = ReadingOptions(**{name: value for name, value in reading.items() if value is not None})
    act: dict[str, Any] = {"by": CONSOLE, "leave_out": leave_out, "encoding": encoding, "options": options}
    with progress("Reading the sheet"):
        seen = import_gap(organisation, assessment, file, apply=False, **act)
    if not apply or seen.understands_nothing:
        _show(seen, applied=False, as_json=as_json)
    if seen.understands_nothing:
        raise Refusal(_why_nothing(seen))
    if apply:
        _show(import_gap(organisation, assessment, file, apply=True, **act), applied=True, as_json=as_json)


def _why_nothing(seen: Preview) -> str:
    if not seen.is_readable:
        return "No column with references was found; name it with --column reference=A, or another --sheet."
    if seen.is_held and seen.another is not None:
        name = seen.another.name or "another standard"
        return f"The sheet seems to be about {name}; decide with --match numbers or --match titles."
    if seen.rivals:
        return "It is not clear which column is the verdict; name it with --column verdict=D."
    if any(one.code == "not_applicable_code" for one in seen.doubts):
        return "Controls that are not applicable need a reason code; give it with --exclusion no_activity, for example."
    return "Nothing in the sheet was understood."


def _show(seen: Preview, *, applied: bool, as_json: bool) -> None:
    counts: dict[str, Any] = {**seen.counts(), "applied": applied}
    rows = [(one.row, one.column, one.found, trouble(one)) for one in seen.troubles]
    rows += [
        (one.key, "", one.found, f"One of {', '.join(one.candidates)}")
        for one in seen.open_questions
        if not any(one.key == row for row, *_rest in rows)
    ]
    if as_json:
        names = ("row", "column", "found", "why")
        print_json({**counts, "rows_that_fail": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    figures = [(str(COUNTS[name]), number) for name, number in seen.counts().items()]
    print_table(("What", "How many"), [*figures, ("Imported", "yes" if applied else "no")])
    if rows:
        print_table(("Row", "Column", "Found", "Why"), rows[:_MOST_LISTED], many(len(rows), "cell") + " not imported")
    if len(rows) > _MOST_LISTED:
        out.print(shown(f"and {len(rows) - _MOST_LISTED} more"))
