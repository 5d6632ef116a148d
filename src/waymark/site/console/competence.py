"""Commands about AIMS roles, beside those that every kind of record has."""

import click

from waymark.competence.acts.competence import ACTS as COMPETENCES
from waymark.competence.acts.proof import ACTS as PROOFS
from waymark.competence.acts.raci import ACTS as RACI
from waymark.competence.acts.role import ACTS as ROLES
from waymark.competence.acts.training import ACTS as TRAININGS
from waymark.competence.forms.awareness import IntervalForm
from waymark.competence.holding import adopt, proposed
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.raci_columns import RaciColumns
from waymark.competence.raci import adopt_activities
from waymark.competence.raci_columns import arrange_columns
from waymark.competence.registers.awareness import AWARENESS
from waymark.competence.registers.expiring import EXPIRING
from waymark.competence.registers.separation import SEPARATIONS
from waymark.competence.registers.standing import STANDING
from waymark.core.wire.sent import Payload, fill
from waymark.site.console.acts import record_group
from waymark.site.console.finding import organisation_named
from waymark.site.console.output import echo, shows_refusals
from waymark.site.console.registers import add_list
from waymark.trail.actors import CONSOLE

aims_role, raci_activity = record_group(ROLES), record_group(RACI)
competence, competence_proof = record_group(COMPETENCES), record_group(PROOFS)
training = record_group(TRAININGS)
competence_line = click.Group("competence-line", help=str(STANDING.intro))
add_list(competence_line, STANDING)
awareness = click.Group("awareness-line", help=str(AWARENESS.intro))
add_list(awareness, AWARENESS)
expiry = click.Group("expiry", help=str(EXPIRING.intro))
add_list(expiry, EXPIRING)
separation = click.Group("separation", help=str(SEPARATIONS.intro))
add_list(separation, SEPARATIONS)
_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


@aims_role.command("proposals", help="List the proposed roles that the organisation has not adopted.")
@_org
@shows_refusals
def proposals(slug: str) -> None:
    """Print the id and the title of each."""
    for one in proposed(organisation_named(slug)):
        echo(f"{one.id}: {one.title}")


@aims_role.command("adopt", help="Adopt proposed roles by their ids. Prints their numbers.")
@_org
@click.argument("ids", nargs=-1, required=True)
@shows_refusals
def adopt_roles(slug: str, ids: tuple[str, ...]) -> None:
    """Adopt them, all or none."""
    for one in adopt(organisation_named(slug), ids, by=CONSOLE):
        echo(f"{one.reference}: {one.title}")


@awareness.command("interval", help="Set after how many months a topic comes again; without months once only.")
@_org
@click.argument("topic")
@click.option("--months", default="", help="Months, such as 12.")
@shows_refusals
def set_interval(slug: str, topic: str, months: str) -> None:
    """Keep the interval of a topic of the organisation."""
    kept = TopicInterval.objects.in_force(organisation_named(slug), topic)
    form = IntervalForm()
    fill(form, Payload({"months": months} if months else {}, is_text=True))
    kept.set_months(months=form.cleaned_data["months"], by=CONSOLE)
    echo(f"{topic}: {kept.months or 'once only'}")


@raci_activity.command("columns", help="Print which roles are columns of the table, or choose them, in order.")
@_org
@click.argument("roles", nargs=-1)
@shows_refusals
def columns(slug: str, roles: tuple[str, ...]) -> None:
    """Print the keys of the columns; with roles, choose these first."""
    organisation = organisation_named(slug)
    kept = RaciColumns.objects.in_force(organisation)
    if roles:
        kept = arrange_columns(organisation, roles, by=CONSOLE)
    echo(", ".join(kept.roles))


@raci_activity.command("adopt", help="Adopt every proposed activity that is left. Prints their numbers.")
@_org
@shows_refusals
def adopt_table(slug: str) -> None:
    """Adopt them, all or none."""
    for one in adopt_activities(organisation_named(slug), by=CONSOLE):
        echo(f"{one.reference}: {one.title}")
