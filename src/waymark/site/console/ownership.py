"""Commands about what members confirm as theirs."""

from collections.abc import Sequence
from typing import Any

import click

from waymark.competence.forms.ownership import OwnershipAnswersForm
from waymark.competence.ownership import confirm_ownership, rows_of
from waymark.competence.registers.ownership import OWNERSHIP
from waymark.core.forms import KEY
from waymark.core.wire.sent import Payload, fill
from waymark.people.models.organisation import Organisation
from waymark.site.console.finding import member_named, organisation_named
from waymark.site.console.output import as_json, echo, many, print_json, print_table, shows_refusals
from waymark.site.console.registers import add_list
from waymark.trail.actors import CONSOLE
from waymark.work.owned import owned_records

ownership = click.Group("ownership", help=str(OWNERSHIP.intro))
add_list(ownership, OWNERSHIP)
_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


@ownership.command("show", help="List everything a member owns, by the names that answers take.")
@_org
@click.argument("member")
@as_json
@shows_refusals
def show(slug: str, member: str, *, as_json: bool) -> None:
    """Print each record with its kind."""
    rows = rows_of(owned_records(member_named(organisation_named(slug), member)))
    if as_json:
        print_json(rows)
        return
    print_table(["Name", "Reference", "Kind", "Title"], [list(row.values()) for row in rows])


@ownership.command("confirm", help="Keep an answer for everything a member owns, as its page does.")
@_org
@click.argument("member")
@click.option("--mine", multiple=True, metavar="RECORD", help="A record that is still theirs, such as EV-3.")
@click.option("--give", "given", multiple=True, metavar="RECORD=MEMBER", help="A record and who gets it.")
@click.option("--flag", "flagged", multiple=True, metavar="RECORD", help="A record that is not theirs.")
@click.option("--rest-is-mine", is_flag=True, help="Everything that is not named is still theirs.")
@shows_refusals
def confirm(slug: str, member: str, given: Sequence[str], *, rest_is_mine: bool, **named: Sequence[str]) -> None:
    """Keep all the answers, or none."""
    organisation = organisation_named(slug)
    person = member_named(organisation, member)
    form = OwnershipAnswersForm(member=person, owned=owned_records(person))
    values: dict[str, Any] = {name: list(some) for name, some in named.items()}
    values |= {"given": [_by_key(organisation, one) for one in given], "rest_is_mine": "true" if rest_is_mine else ""}
    fill(form, Payload({name: one for name, one in values.items() if one}, is_text=True), **{KEY: ""})
    check = confirm_ownership(person, form.answer, by=CONSOLE)
    echo(
        f"{person.name}: {many(check.kept, 'record')} still theirs, {check.given} given to someone else, "
        f"{len(check.flagged)} flagged. Due again on {check.next_due_on}."
    )


def _by_key(organisation: Organisation, pair: str) -> str:
    """Return a record and the key of a member, whom people call by address or name."""
    record, sign, who = pair.partition("=")
    return f"{record}={member_named(organisation, who).pk}" if sign else pair
