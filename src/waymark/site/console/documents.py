"""Commands about documents."""

from pathlib import Path

import click

from waymark.people.readers import Operator
from waymark.reports.documents import FORMS, version_called, version_file, version_file_name
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import NotThere, echo, progress, shows_refusals


@click.command("export")
@click.argument("reference", metavar="REF")
@click.option("--org", "slug", required=True, metavar="ADDRESS", help="The organisation, as in its address.")
@click.option("--format", "form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help="The format.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@shows_refusals
def export_document(reference: str, slug: str, form: str, output: Path | None) -> None:
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
