"""Commands about requirements."""

import click

from waymark.conformity.registers import REQUIREMENTS
from waymark.site.console.registers import add_list


@click.group()
def requirement() -> None:
    """What the standard asks for: who answers for it, and how it stands."""


add_list(requirement, REQUIREMENTS)
