"""Commands about points."""

import click

from waymark.conformity.registers.point import POINTS
from waymark.site.console.registers import add_list


@click.group()
def point() -> None:
    """Points of the requirements with their verdicts, today or in one gap assessment."""


add_list(point, POINTS)
