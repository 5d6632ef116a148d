"""Commands about documents beside those of records: members whom campaigns ask to read."""

import click

from waymark.documents.registers.campaign_reader import READERS
from waymark.site.console.registers import add_list


@click.group("campaign-reader")
def campaign_reader() -> None:
    """List the members whom acknowledgement campaigns ask to read a version."""


add_list(campaign_reader, READERS)
