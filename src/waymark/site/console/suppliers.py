"""Commands about suppliers."""

import datetime as dt

import click

from waymark.context.models.supplier import Review, ReviewResult, Supplier
from waymark.context.registers.supplier import SUPPLIERS
from waymark.core.references import number_in
from waymark.site.console.finding import member_named, organisation_named
from waymark.site.console.output import NotThere, shows_refusals
from waymark.site.console.registers import add_list
from waymark.trail.actors import CONSOLE

_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")
_DAY = click.DateTime(["%Y-%m-%d"])
_RESULTS = click.Choice([one for one in ReviewResult.values if one != ReviewResult.NONE])


@click.group()
def supplier() -> None:
    """Who supplies what, and when that was reviewed."""


add_list(supplier, SUPPLIERS)


@supplier.command("add")
@_org
@click.argument("name")
@click.option("--supplies", required=True, help="What it supplies.")
@click.option("--matters-to", default="", help="To whom it matters.")
@click.option("--owner", help="Who answers for it, by e-mail address or name.")
@shows_refusals
def add(*, slug: str, name: str, supplies: str, matters_to: str, owner: str | None) -> None:
    """Add a supplier and print its number."""
    organisation = organisation_named(slug)
    who = member_named(organisation, owner) if owner else None
    made = Supplier.add(organisation, owner=who, name=name, supplies=supplies, matters_to=matters_to, by=CONSOLE)
    click.echo(made.reference)


@supplier.command("review")
@_org
@click.argument("reference")
@click.option("--on", "on", type=_DAY, required=True, help="The day of the review.")
@click.option("--result", type=_RESULTS, required=True, help="What it came to.")
@click.option("--next", "next_on", type=_DAY, required=True, help="The day of the next one.")
@click.option("--note", default="", help="What it rests on.")
@shows_refusals
def review(*, slug: str, reference: str, on: dt.datetime, result: str, next_on: dt.datetime, note: str) -> None:
    """Keep what a review came to."""
    found = _supplier(slug, reference)
    found.review(Review(on=on.date(), result=result, note=note, next_on=next_on.date()), by=CONSOLE)
    click.echo(f"{found.reference} is reviewed.")


@supplier.command("retire")
@_org
@click.argument("reference")
@click.option("--reason", required=True, help="Why; kept in the trail.")
@shows_refusals
def retire(*, slug: str, reference: str, reason: str) -> None:
    """Retire a supplier; it stays to be read."""
    found = _supplier(slug, reference)
    found.retire(reason=reason, by=CONSOLE)
    click.echo(f"{found.reference} is retired.")


@supplier.command("reinstate")
@_org
@click.argument("reference")
@click.option("--reason", required=True, help="Why; kept in the trail.")
@shows_refusals
def reinstate(*, slug: str, reference: str, reason: str) -> None:
    """Use a retired supplier again."""
    found = _supplier(slug, reference)
    found.reinstate(reason=reason, by=CONSOLE)
    click.echo(f"{found.reference} is in use again.")


def _supplier(slug: str, reference: str) -> Supplier:
    organisation = organisation_named(slug)
    number = number_in(reference, Supplier.prefix)
    found = Supplier.objects.of(organisation).numbered(number).first() if number is not None else None
    if found is None:
        message = f"{organisation.name} has no supplier {reference!r}."
        raise NotThere(message)
    found.organisation = organisation
    return found
