"""Commands about evidence itself: list it, find it, add to it, look ahead."""

import datetime as dt
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from waymark.core.clock import day_in
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, GivenFile, collect
from waymark.evidence.files.names import shown_name
from waymark.evidence.files.remarks import sentences
from waymark.evidence.files.store import keep
from waymark.evidence.forecasting import ageing_by
from waymark.evidence.involvement import involvements
from waymark.evidence.kinds import Confidentiality, EvidenceKind
from waymark.evidence.linking import link
from waymark.evidence.models.capture import Source
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.queries import Row, rows_of_hits
from waymark.evidence.search.index import find
from waymark.people.readers import Operator
from waymark.site.console.finding import member_called, member_named, organisation_named, record_named
from waymark.site.console.output import as_json, echo, print_json, print_table, progress, shows_refusals
from waymark.trail.actors import CONSOLE

_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")
_HEADS = (
    "Evidence",
    "What it shows",
    "Kind",
    "Condition",
    "Why",
    "Check",
    "CaptureDraft",
    "Good until",
    "Owner",
    "Serves",
)


@click.command("find")
@_org
@click.argument("words", nargs=-1, required=True)
@as_json
@shows_refusals
def find_(slug: str, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find evidence by words in its title, notes and files: title first, then notes, the newest first."""
    organisation = organisation_named(slug)
    everything = Evidence.objects.of(organisation)
    hits = find(organisation.pk, " ".join(words), allowed=everything)
    _print(rows_of_hits(everything, hits, day_in(organisation.time_zone)), as_json=as_json)


@click.command()
@_org
@click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day, such as that of the next audit."
)
@as_json
@shows_refusals
def forecast(slug: str, on: dt.datetime, *, as_json: bool) -> None:
    """List evidence that will no longer count on a day if nothing new is collected by then, by owner."""
    organisation = organisation_named(slug)
    lines = ageing_by(Evidence.objects.of(organisation), on.date())
    rows = [
        {
            "owner": one.owner.name,
            "evidence": one.reference,
            "title": one.title,
            "condition": str(one.age.condition(on.date())),
            "good_until": one.good_until,
        }
        for one in sorted(lines, key=lambda one: one.owner.name)
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(("Owner", "Evidence", "What it shows", "Then", "Good until"), [list(row.values()) for row in rows])


@click.command()
@_org
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True, help="What it shows.")
@click.option("--owner", required=True, help="Its owner, by email address or name.")
@click.option(
    "--kind", type=click.Choice(EvidenceKind.values), default="other", show_default=True, help="Kind of evidence."
)
@click.option("--link", "address", default="", help="A web address instead of files.")
@click.option(
    "--brought-by",
    required=True,
    help="Who collected it: a member, by email address or name, or anybody else in words.",
)
@click.option("--note", default="", help="A note instead of files, such as what was said in an interview.")
@click.option("--collected", type=click.DateTime(["%Y-%m-%d"]), help="The day it was collected; today unless given.")
@click.option(
    "--confidential", is_flag=True, help="Confidential: only its owner and members with that right can open it."
)
@click.option(
    "--for",
    "serves",
    multiple=True,
    metavar="KIND:NUMBER",
    help="The record it is evidence for, such as requirement:6.1.4.",
)
@shows_refusals
def add(  # noqa: PLR0913 -- the options of one command
    *,
    slug: str,
    files: tuple[Path, ...],
    title: str,
    owner: str,
    kind: str,
    address: str,
    brought_by: str,
    note: str,
    collected: dt.datetime | None,
    serves: tuple[str, ...],
    confidential: bool,
) -> None:
    """Add evidence with what was collected (files, a link or a note) and print its number."""
    organisation = organisation_named(slug)
    records = [record_named(organisation, one) for one in serves]
    draft = EvidenceDraft(
        title=title,
        owner=member_named(organisation, owner),
        kind=kind,
        confidentiality=Confidentiality.CONFIDENTIAL if confidential else Confidentiality.INTERNAL,
    )
    with progress("Keeping the files"):
        given = tuple(_kept(path) for path in files)
    for one in given:
        for remark in sentences(one.all_remarks):
            echo(f"{one.name} ({one.description}): {remark}", err=True)
    what = CaptureDraft(
        key=secrets.token_urlsafe(24),
        collected_on=collected.date() if collected else day_in(organisation.time_zone),
        files=given,
        link=address,
        note=note,
        source=Source.CONSOLE,
        collected_by=member_called(organisation, brought_by),
        brought_by=brought_by,
    )
    made, _capture = collect(organisation, draft, what, by=CONSOLE)
    for record in records:
        link(made, *record, by=CONSOLE)
    echo(made.reference)


def _kept(path: Path) -> GivenFile:
    name = shown_name(path.name)
    return GivenFile.of(name, keep(path, limit=settings.CONFIGURATION.evidence_limit, name=name))


def _print(rows: Iterable[Row], *, as_json: bool) -> None:
    listed = [_row(row) for row in rows]
    if as_json:
        print_json(listed)
    else:
        print_table(_HEADS, [list(row.values()) for row in listed])


def _row(row: Row) -> dict[str, Any]:
    one = row.evidence
    return {
        "evidence": one.reference,
        "title": one.title,
        "kind": one.kind,
        "condition": str(row.condition),
        "why": row.because,
        "check": one.check_state,
        "collected_on": one.captured_on,
        "good_until": one.age.good_until if one.captured_on else None,
        "owner": one.owner.name,
        "serves": row.links,
    }


@click.command()
@_org
@click.option("--member", default="", help="Checks of one member only, by email address or name.")
@as_json
@shows_refusals
def verifications(slug: str, member: str, *, as_json: bool) -> None:
    """List who checked which evidence, newest first: involvement that later audits have to know of."""
    organisation = organisation_named(slug)
    one = member_named(organisation, member).pk if member else None
    rows = [
        {
            "member": each.member,
            "evidence": each.reference,
            "title": each.title,
            "serves": ", ".join(each.serves),
            "outcome": each.outcome,
            "on": each.on,
            "owned": each.interests,
        }
        for each in involvements(Operator(organisation), member=one)
    ]
    if as_json:
        print_json(rows)
    else:
        heads = ("Member", "Evidence", "What it shows", "Serves", "Outcome", "On", "Owned by the checker")
        print_table(heads, [list(row.values()) for row in rows])


COMMANDS = (find_, forecast, add, verifications)
