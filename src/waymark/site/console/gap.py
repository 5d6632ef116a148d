"""Commands about the gap assessment."""

from pathlib import Path
from typing import Any

import click

from waymark.conformity.queries import compare as compare_rounds
from waymark.conformity.scale import Severity
from waymark.reports.exports.gap_data import data
from waymark.reports.gap import export_gap, file_name
from waymark.reports.writers.formats import Format
from waymark.site.console.finding import organisation_named, round_named
from waymark.site.console.gap_import import import_sheet
from waymark.site.console.output import (
    as_json,
    echo,
    many,
    out,
    print_json,
    print_table,
    progress,
    shown,
    shows_refusals,
)

_org = click.option("--org", "slug", required=True, metavar="ADDRESS", help="The organisation, as in its address.")
_round = click.option("--round", "reference", metavar="GA-1", help="The round; by default the newest closed one.")


@click.group()
def gap() -> None:
    """The gap assessment."""


gap.add_command(import_sheet)


@gap.command()
@_org
@_round
@as_json
@shows_refusals
def report(slug: str, reference: str | None, *, as_json: bool) -> None:
    """Print the figures of a round."""
    figures = data(round_named(organisation_named(slug), reference))
    if as_json:
        print_json(figures)
        return
    _head(figures)
    heads = ("Clause", "Title", "In place", "Partial", "Missing", "Not assessed", "Not applicable")
    keys = ("ref", "title", "in_place", "partial", "missing", "not_assessed", "not_applicable")
    print_table(heads, [[group[key] for key in keys] for group in figures["groups"]])
    rows = [
        (Severity(one["severity"]).label, one["point"], one["owner"], one["due_on"], one["action"])
        for one in figures["plan"]
    ]
    print_table(("Severity", "Point", "Owner", "Due", "Action"), rows, f"Plan, {many(len(rows), 'gap')}")


def _head(figures: dict[str, Any]) -> None:
    points, controls = figures["points"], figures["controls"]
    span = f"{figures['started_on']} to {figures['closed_on'] or 'today'}, {figures['state']}"
    out.print(f"[bold]{figures['reference']}[/bold] {shown(figures['title'])}, {span}")
    out.print(
        f"{points['in_place']} in place, {points['partial']} partial, {points['missing']} missing, "
        f"{points['not_assessed']} not assessed of {_base(points)}, "
        f"{_share(figures['completion'])} rated; readiness (share of clause points, partial counts half): "
        f"{_share(figures['readiness'])}"
    )
    out.print(
        f"Controls: {controls['in_place']} in place, {controls['partial']} partial, {controls['missing']} missing "
        f"of {_base(controls)}; {many(len(figures['close_first']), 'requirement')} to close first, "
        f"{figures['claimed']} claimed only"
    )


def _base(counts: dict[str, int]) -> str:
    apart = counts["not_applicable"]
    return f"{counts['applicable']} (without {apart} not applicable)" if apart else str(counts["applicable"])


def _share(value: int | None) -> str:
    return "–" if value is None else f"{value} %"


@gap.command()
@_org
@click.option("--from", "before", required=True, metavar="GA-1", help="The earlier round.")
@click.option("--to", "after", required=True, metavar="GA-2", help="The later round.")
@as_json
@shows_refusals
def compare(slug: str, before: str, after: str, *, as_json: bool) -> None:
    """Print the points whose verdict differs between two rounds."""
    organisation = organisation_named(slug)
    both = compare_rounds(round_named(organisation, before), round_named(organisation, after))
    changes = [
        {"point": one.ref, "before": str(one.before.verdict), "after": str(one.after.verdict), "better": one.is_better}
        for one in both.changes
    ]
    if as_json:
        readiness = [both.picture_before.clause_counts.readiness, both.picture_after.clause_counts.readiness]
        print_json({"from": before, "to": after, "readiness": readiness, "changes": changes})
    else:
        print_table(
            ("Point", "Before", "After"), [list(one.values())[:3] for one in changes], many(len(changes), "change")
        )


@gap.command()
@_org
@_round
@click.option(
    "--format",
    "form",
    type=click.Choice([one.value for one in Format]),
    default="xlsx",
    show_default=True,
    help="The kind of file.",
)
@click.option("--gaps-only", is_flag=True, help="Write gaps only; json always contains everything.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@shows_refusals
def export(slug: str, reference: str | None, form: str, output: Path | None, *, gaps_only: bool) -> None:
    """Write a round as a work sheet (xlsx, csv), a report (pdf, docx) or data (json)."""
    assessment = round_named(organisation_named(slug), reference)
    with progress("Writing the file"):
        content = export_gap(assessment, Format(form), gaps_only=gaps_only)
    path = output or Path(file_name(assessment, Format(form), gaps_only=gaps_only))
    path.write_bytes(content)
    echo(str(path))
