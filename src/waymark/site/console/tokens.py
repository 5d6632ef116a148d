"""Commands about API tokens."""

import click

from waymark.people.models.token import MOST_DAYS, Token
from waymark.people.rights import Can
from waymark.site.console.finding import member_named, organisation_named
from waymark.site.console.output import NotThere, as_json, echo, print_json, print_table, shows_refusals
from waymark.trail.actors import CONSOLE

_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


@click.group()
def token() -> None:
    """Manage API tokens."""


@token.command()
@_org
@click.option("--member", "who", required=True, help="The member the program acts for, by email address or name.")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice([one.value for one in Can]),
    default=[Can.READ.value],
    show_default=True,
    help="A right of the token; repeat the option for each right.",
)
@click.option(
    "--days", type=click.IntRange(1, MOST_DAYS), default=90, show_default=True, help="How many days it is valid."
)
@shows_refusals
def issue(slug: str, who: str, name: str, rights: tuple[str, ...], days: int) -> None:
    """Issue a token for a member and print it; it is shown only once."""
    member = member_named(organisation_named(slug), who)
    _token, secret = Token.issue(member, name=name, rights=rights, days=days, by=CONSOLE)
    echo(secret)


@token.command("list")
@_org
@as_json
def list_(slug: str, *, as_json: bool) -> None:
    """List the tokens of an organisation, newest first, without their secrets."""
    tokens = Token.objects.of(organisation_named(slug)).select_related("member__user", "member__organisation")
    rows = [
        {
            "token": one.pk,
            "name": one.name,
            "member": one.member.name,
            "rights": one.rights,
            "works": one.is_live,
            "until": one.expires_at,
            "last_used": one.last_used_at,
        }
        for one in tokens.newest_first()
    ]
    if as_json:
        print_json(rows)
    else:
        heads = ("Token", "Name", "Member", "Rights", "Works", "Until", "Last used")
        print_table(heads, [[_word(value) for value in row.values()] for row in rows])


@token.command()
@_org
@click.argument("number", type=int, metavar="TOKEN")
@shows_refusals
def revoke(slug: str, number: int) -> None:
    """Revoke a token by its number in the list; it stops working at once."""
    found = Token.objects.of(organisation_named(slug)).filter(pk=number).first()
    if found is None:
        message = f"There is no token {number}. Run: waymark token list --org {slug}"
        raise NotThere(message)
    found.revoke(by=CONSOLE)
    echo(f"{found.name} is revoked.")


def _word(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else value
