"""Commands about people who sign in."""

import click
from django.conf import settings
from django.urls import reverse

from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.user import User
from waymark.people.passwords import LASTS
from waymark.site.console.finding import user_named
from waymark.site.console.output import as_json, echo, print_json, print_table, shows_refusals
from waymark.trail.actors import CONSOLE


@click.group()
def user() -> None:
    """People who sign in."""


@user.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """List everyone who can sign in."""
    people = [
        {
            "email": one.email,
            "name": one.name,
            "active": one.is_active,
            "runs_installation": one.runs_installation,
            "last_sign_in": one.last_login,
        }
        for one in User.objects.order_by("email")
    ]
    if as_json:
        print_json(people)
    else:
        heads = ("Email", "Name", "Active", "Runs installation", "Last sign-in")
        print_table(heads, [[_word(value) for value in one.values()] for one in people])


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--runs-installation", is_flag=True, help="Can create organisations and manage sign-ins.")
@shows_refusals
def add(email: str, name: str, *, runs_installation: bool) -> None:
    """Register a person and print a link for choosing their password."""
    made = User.register(email=email, name=name, by=CONSOLE, runs=runs_installation)
    echo(_password_link(made))


@user.command()
@click.argument("email")
@shows_refusals
def link(email: str) -> None:
    """Print a new link for choosing a password; an earlier one stops working."""
    echo(_password_link(user_named(email)))


@user.command()
@click.argument("email")
@click.option("--reason", required=True, help="The reason, kept in the trail.")
@shows_refusals
def deactivate(email: str, reason: str) -> None:
    """Stop a person from signing in; their past actions stay on record."""
    user_named(email).deactivate(by=CONSOLE, reason=reason)
    echo(f"{email} can no longer sign in.")


@user.command()
@click.argument("email")
@click.option("--reason", required=True, help="The reason, kept in the trail.")
@shows_refusals
def reactivate(email: str, reason: str) -> None:
    """Let a person sign in again."""
    user_named(email).reactivate(by=CONSOLE, reason=reason)
    echo(f"{email} can sign in again.")


def _password_link(person: User) -> str:
    token = AccessLink.issue(Purpose.PASSWORD, by=CONSOLE, lasts=LASTS, user=person)
    return f"{settings.CONFIGURATION.base_url}{reverse('new_password', args=[token])}"


def _word(value: object) -> object:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
