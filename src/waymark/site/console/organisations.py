"""Commands about organisations."""

import datetime as dt

import click

from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.console.finding import organisation_named, user_named
from waymark.site.console.output import as_json, echo, print_json, print_table, shows_refusals
from waymark.trail.actors import CONSOLE


@click.group()
def org() -> None:
    """Manage organisations."""


@org.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """List every organisation."""
    rows = [
        {
            "slug": one.slug,
            "name": one.name,
            "demo": one.sample,
            "certificate_target_on": one.certificate_target_on,
            "archived_at": one.archived_at,
            "members": Member.objects.of(one).active().count(),
        }
        for one in Organisation.objects.order_by("slug")
    ]
    if as_json:
        print_json(rows)
    else:
        heads = ("Address", "Name", "Demo", "Archived", "Members")
        print_table(
            heads, [(r["slug"], r["name"], "yes" if r["demo"] else "", r["archived_at"], r["members"]) for r in rows]
        )


@org.command()
@click.argument("name")
@click.option("--administrator", metavar="EMAIL", required=True, help="Its first administrator, by email address.")
@click.option("--time-zone", default="UTC", show_default=True, help="Its time zone.")
@shows_refusals
def add(name: str, administrator: str, time_zone: str) -> None:
    """Create an organisation."""
    made = found(name, by=CONSOLE, time_zone=time_zone, administrator=user_named(administrator))
    echo(made.slug)


@org.command()
@click.argument("slug")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day, as 2027-05-29; none for no day.")
@shows_refusals
def target(slug: str, on: dt.datetime | None) -> None:
    """Set the target date for the certificate."""
    organisation_named(slug).set_target(on.date() if on else None, by=CONSOLE)
    echo(on.date().isoformat() if on else "No target date.")


@org.command()
@click.argument("slug")
@click.option("--reason", required=True, help="The reason, kept in the trail.")
@shows_refusals
def archive(slug: str, reason: str) -> None:
    """Archive an organisation; nothing in it is deleted."""
    organisation_named(slug).archive(by=CONSOLE, reason=reason)
    echo(f"{slug} is archived.")


@org.command()
@click.argument("slug")
@click.option("--reason", required=True, help="The reason, kept in the trail.")
@shows_refusals
def restore(slug: str, reason: str) -> None:
    """Restore an archived organisation."""
    organisation_named(slug).restore(by=CONSOLE, reason=reason)
    echo(f"{slug} is restored.")
