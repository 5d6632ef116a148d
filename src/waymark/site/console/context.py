"""Commands about lists of the context that hold no records of their own."""

import click

from waymark.context.registers.headcount import HEADCOUNT
from waymark.context.registers.obligation import CANDIDATES
from waymark.site.console.registers import add_list


@click.group()
def headcount() -> None:
    """People by site and AI role, employed and contracted, as of a day."""


@click.group("obligation-candidate")
def obligation_candidate() -> None:
    """Candidates of the starter register of obligations, and what was decided on each."""


add_list(headcount, HEADCOUNT)
add_list(obligation_candidate, CANDIDATES)
