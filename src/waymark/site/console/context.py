"""Commands about the context: lists that hold no records of their own, and the scope in force on a day."""

import datetime as dt

import click

from waymark.context.acts.scope_version import ACTS as SCOPE_VERSIONS
from waymark.context.registers.headcount import HEADCOUNT
from waymark.context.registers.obligation import CANDIDATES
from waymark.context.registers.scope_version import SCOPE_VERSIONS as SCOPE_REGISTER
from waymark.context.scope_content import canonical_text
from waymark.context.scope_view import in_force_on
from waymark.core.clock import day_in
from waymark.core.references import number_in
from waymark.people.readers import Operator
from waymark.records.api import row_out
from waymark.site.console.acts import record_group
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import NotThere, as_json, echo, print_json, shows_refusals
from waymark.site.console.registers import add_list


@click.group()
def headcount() -> None:
    """People by site and AI role, employed and contracted, as of a day."""


@click.group("obligation-candidate")
def obligation_candidate() -> None:
    """Candidates of the starter register of obligations, and what was decided on each."""


add_list(headcount, HEADCOUNT)
add_list(obligation_candidate, CANDIDATES)
scope = record_group(SCOPE_VERSIONS)


@scope.command()
@click.option("--org", "slug", required=True, help="The organisation, as in its address.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day, as 2026-05-29; today without it.")
@click.argument("reference", required=False)
@as_json
@shows_refusals
def show(slug: str, reference: str | None, *, day: dt.datetime | None, as_json: bool) -> None:
    """Show a version of the scope, or without a reference the one in force on a day."""
    organisation = organisation_named(slug)
    on = day.date() if day is not None else day_in(organisation.time_zone)
    if reference:
        number = number_in(reference, SCOPE_VERSIONS.model.prefix)
        found = SCOPE_VERSIONS.find(Operator(organisation), number) if number is not None else None
        message = f"{organisation.name} has no scope version {reference!r}."
    else:
        found = in_force_on(organisation, on)
        message = f"{organisation.name} had no scope in force on {on}."
    if found is None:
        raise NotThere(message)
    if as_json:
        print_json(row_out(SCOPE_REGISTER, found))
        return
    echo(f"{found.get_state_display()}, effective from {found.effective_from or '-'} until {found.ended_on or '-'}")
    echo(canonical_text(found))
