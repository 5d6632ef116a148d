"""The ways in which a register is read beside its page: as a file, by a program, at the console."""

from typing import Any

from django.test import Client
from django.urls import reverse

from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Can
from waymark.records.registers import Register
from waymark.site.api import NAMESPACE
from waymark.site.console.app import console


def file_of(browser: Client, register: Register[Any], slug: str, extension: str, query: dict[str, str]) -> bytes:
    answer = browser.get(reverse("register_file", args=[slug, register.name, extension]), query)
    assert answer.status_code == 200
    return bytes(answer.getvalue())


def rows_by_program(
    member: Member, slug: str, register: Register[Any], query: dict[str, str], most: int = 2
) -> list[dict[str, Any]]:
    """Return all rows that a program reads, `most` at a time."""
    secret, rows, cursor = token_of(member), [], None
    while True:
        more = {"limit": str(most), **query, **({"cursor": cursor} if cursor else {})}
        answer = Client().get(operation(register, slug), more, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.content
        rows += answer.json()["items"]
        cursor = answer.json()["next"]
        if cursor is None:
            return rows


def token_of(member: Member) -> str:
    return Token.issue(member, name="Test", rights=[Can.READ], days=1, by=member)[1]


def operation(register: Register[Any], slug: str) -> str:
    return reverse(f"{NAMESPACE}:{register.name}", args=[slug])


def command_of(register: Register[Any]) -> list[str]:
    """Return the group of the console under which a register is listed."""
    flat = [([name], group) for name, group in console.commands.items()]
    nested = [([*path, name], one) for path, group in flat for name, one in getattr(group, "commands", {}).items()]
    for path, group in [*flat, *nested]:
        listing = getattr(group, "commands", {}).get("list")
        if listing is not None and f"List {register.name.replace('_', ' ')}," in (listing.help or ""):
            return path
    message = f"no command lists {register.name}"
    raise AssertionError(message)
