"""The smallest valid things, as plain functions: a test states what matters and nothing else."""

import itertools
from collections.abc import Iterable
from typing import Any

from django.test import Client

from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE

PASSWORD = "correct-horse-battery"
_numbers = itertools.count(1)


def user(name: str = "", *, email: str = "", password: str = PASSWORD, runs: bool = False, **preferences: Any) -> User:
    """Return a person who can sign in."""
    number = next(_numbers)
    made = User.register(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        password=password,
        runs=runs,
        by=CONSOLE,
    )
    if preferences:
        made.prefer(by=CONSOLE, **preferences)
    return made


def organisation(
    name: str = "", *, administrator: User | None = None, sample: bool = False, slug: str = ""
) -> Organisation:
    """Return an organisation; without an administrator it has no member at all."""
    return found(
        name or f"Organisation {next(_numbers)}",
        by=CONSOLE,
        administrator=administrator,
        sample=sample,
        slug=slug,
    )


def member(
    of: Organisation,
    *roles: Role,
    name: str = "",
    who: User | None = None,
    signs_in: bool = True,
    owner_roles: Iterable[str] = (),
) -> Member:
    """Return a member of an organisation, with a sign-in of their own unless told otherwise."""
    person = who or (user(name) if signs_in else None)
    return Member.add(
        of,
        name=name or (person.name if person else f"Person {next(_numbers)}"),
        email=person.email if person else "",
        roles=roles or (Role.READER,),
        owner_roles=owner_roles,
        user=person,
        by=CONSOLE,
    )


def client_of(who: User | Member) -> Client:
    """Return a browser in which this person is signed in."""
    person = who if isinstance(who, User) else who.user
    if person is None:
        message = "a member without a sign-in has no browser"
        raise ValueError(message)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
