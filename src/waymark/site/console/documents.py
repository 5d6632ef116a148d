"""Commands about documents: lists and acts of each kind, and which version was in force on a day."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from waymark.core.clock import day_in
from waymark.core.references import number_in
from waymark.documents.acts.document import ACTS as DOCUMENTS
from waymark.documents.acts.version import ACTS as VERSIONS
from waymark.documents.models.document import Document
from waymark.documents.registers.campaign_reader import READERS
from waymark.documents.registers.master_list import MASTER_LIST
from waymark.people.readers import Operator
from waymark.reports.documents import FORMS, version_called, version_file, version_file_name
from waymark.site.console.acts import record_group
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import NotThere, echo, print_json, progress, shows_refusals
from waymark.site.console.registers import add_list

document, document_version = record_group(DOCUMENTS), record_group(VERSIONS)


@click.group("master-list-item")
def master_list_item() -> None:
    """Items of the master list, and what there is of each."""


add_list(master_list_item, MASTER_LIST)


@click.group("campaign-reader")
def campaign_reader() -> None:
    """Members whom acknowledgement campaigns ask to read a version, and how they stand with it."""


add_list(campaign_reader, READERS)


@document.command()
@click.argument("reference")
@click.option("--org", "slug", required=True, help="The organisation, as in its address.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; today without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shows_refusals
def show(reference: str, slug: str, day: dt.datetime | None, *, as_json: bool) -> None:
    """Print the version of a document that was in force on a day."""
    organisation = organisation_named(slug)
    number = number_in(reference, Document.prefix)
    found = None if number is None else Document.objects.of(organisation).numbered(number).first()
    if found is None:
        raise NotThere(f"{slug} has no document {reference}.")
    wanted = day.date() if day is not None else day_in(organisation.time_zone)
    version = found.valid_on(wanted)
    if version is None:
        raise NotThere(f"No version of {found.reference} was in force on {wanted}.")
    payload: dict[str, Any] = {
        "document": found.reference,
        "title": version.title,
        "version": version.edition,
        "on": wanted.isoformat(),
        "effective_from": version.effective_from.isoformat(),
        "approved_on": version.approved_on.isoformat(),
        "approved_by": version.approver,
        "sha256": version.sha256,
        "text": "" if version.is_file else version.text,
        "file": version.file_name if version.is_file else "",
    }
    if as_json:
        print_json(payload)
        return
    for name in ("document", "title", "version", "effective_from", "approved_on", "approved_by", "sha256", "file"):
        if payload[name]:
            echo(f"{name}: {payload[name]}")
    echo(f"\n{payload['text']}")


@document.command("export")
@click.argument("reference", metavar="REF")
@click.option("--org", "slug", required=True, metavar="ADDRESS", help="The organisation, as in its address.")
@click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help="The format.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@shows_refusals
def export(reference: str, slug: str, form: str, output: Path | None) -> None:
    """Write the version in force of a document (DOC-3), or one version (DV-7), into a file."""
    version = version_called(Operator(organisation_named(slug)), reference)
    if version is None:
        message = f"There is no document or version {reference!r} in {slug!r}."
        raise NotThere(message)
    with progress("Writing the file"):
        content, _media_type = version_file(version, form)
    path = output or Path(version_file_name(version, form))
    path.write_bytes(content)
    echo(str(path))
