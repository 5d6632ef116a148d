"""Commands about requirements."""

import click

from waymark.conformity.registers.requirement import REQUIREMENTS
from waymark.site.console.registers import add_list


@click.group()
def requirement() -> None:
    """Requirements of the standard, with owner and status."""


add_list(requirement, REQUIREMENTS)
