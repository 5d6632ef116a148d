"""The command that takes an organisation over to the next edition of its framework."""

import click

from waymark.conformity.carrying.acts import carry_over_to
from waymark.conformity.carrying.editions import edition_named
from waymark.conformity.carrying.preview import Preview
from waymark.conformity.carrying.preview import preview as preview_of
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import as_json, echo, print_json, print_table, progress, shows_refusals
from waymark.trail.actors import CONSOLE


@click.command("carry-over")
@click.argument("organisation")
@click.argument("edition")
@click.option("--preview", is_flag=True, help="Only show what would happen to each point.")
@as_json
@shows_refusals
def carry_over(organisation: str, edition: str, *, preview: bool, as_json: bool) -> None:
    """Move an organisation to the edition that replaces the one in use."""
    found = organisation_named(organisation)
    if preview:
        shown = preview_of(found, edition_named(edition))
        if as_json:
            print_json(shown.as_data())
        else:
            _print(shown)
        return
    with progress("Carrying over"):
        made = carry_over_to(found, edition, by=CONSOLE)
    if as_json:
        print_json({"round": made.reference, "title": made.title})
    else:
        echo(f"{made.reference}: {made.title}")


def _print(shown: Preview) -> None:
    for title, rows in (
        ("Goes", shown.goes),
        ("Moves", shown.moves),
        ("New", shown.comes),
        ("Reworded", shown.reworded),
    ):
        lines = [(one.ref, one.source, one.basis, one.verdict_label, one.outcome, one.owner) for one in rows]
        print_table(("Point", "Before", "Basis", "Verdict", "Becomes", "Owner"), lines, f"{title}: {len(rows)}")
    echo(f"Stay word for word: {len(shown.stays)}.")
