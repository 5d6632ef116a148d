"""Commands about requests for evidence."""

import datetime as dt

import click

from waymark.evidence.acts.request import ACTS
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.registers.request import REQUESTS
from waymark.site.console.acts import add_acts
from waymark.site.console.finding import member_named, organisation_named, record_named
from waymark.site.console.output import echo, shows_refusals
from waymark.site.console.registers import add_list
from waymark.trail.actors import CONSOLE

_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


@click.group("request")
def request() -> None:
    """Requests for evidence."""


add_list(request, REQUESTS)
add_acts(request, ACTS)


@request.command("add")
@_org
@click.argument("what")
@click.option("--of", "of", required=True, help="The member who is asked, by email address or name.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), required=True, help="By when, as 2026-05-29.")
@click.option("--details", default="", help="Details.")
@click.option("--about", metavar="KIND:NUMBER", help="The record it is about, such as requirement:6.1.4.")
@shows_refusals
def add(*, slug: str, what: str, of: str, due: dt.datetime, details: str, about: str | None) -> None:
    """Ask a member for evidence and print the number of the request."""
    organisation = organisation_named(slug)
    kind, record_id = record_named(organisation, about) if about else ("", None)
    draft = RequestDraft(
        what=what,
        asked_of=member_named(organisation, of),
        due_on=due.date(),
        details=details,
        kind=kind,
        record_id=record_id,
    )
    echo(ask(organisation, draft, by=CONSOLE).reference)
