"""Commands about the headcount."""

import click

from waymark.context.registers.headcount import HEADCOUNT
from waymark.site.console.registers import add_list


@click.group()
def headcount() -> None:
    """People by site and AI role, employed and contracted, as of a day."""


add_list(headcount, HEADCOUNT)
