"""Commands about the demo organisations."""

import click

from waymark.people.models.organisation import Organisation
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import as_json, echo, print_json, print_table, progress, shows_refusals
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS
from waymark.site.demo.removal import remove_demo
from waymark.trail.actors import CONSOLE


@click.command()
@click.argument("name", required=False, type=click.Choice(DEMOS))
@click.option("--list", "listed", is_flag=True, help="List the demo organisations.")
@click.option("--remove", metavar="ADDRESS", help="Remove a demo organisation and everything in it.")
@as_json
@shows_refusals
def demo(name: str | None, remove: str | None, *, listed: bool, as_json: bool) -> None:
    """Load the demo organisation NAME, or remove one."""
    if remove:
        organisation = organisation_named(remove)
        with progress("Removing"):
            remove_demo(organisation, by=CONSOLE)
        echo(f"{remove} is removed.")
    elif listed or name is None:
        loaded = set(Organisation.objects.filter(sample=True).values_list("slug", flat=True))
        rows = [{"name": one, "loaded": one in loaded} for one in DEMOS]
        if as_json:
            print_json(rows)
        else:
            print_table(("Name", "Loaded"), [(row["name"], "yes" if row["loaded"] else "") for row in rows])
    else:
        with progress(f"Loading {name}"):
            organisation = load_demo(name, by=CONSOLE)
        echo(organisation.slug)
