"""Commands about members."""

import click

from waymark.records.people_registers import MEMBERS
from waymark.site.console.registers import add_list


@click.group()
def member() -> None:
    """Members of an organisation, with roles and sign-in."""


add_list(member, MEMBERS)
