"""The root of the console."""

import waymark.site.console.bootstrap  # noqa: F401, I001 -- sets Django up before any model is imported

from importlib.metadata import version
from typing import Any

import click
from django.db import OperationalError, ProgrammingError

from waymark.context.acts.factor import ACTS as FACTORS
from waymark.context.acts.inventory_unit import ACTS as UNITS
from waymark.context.acts.need import ACTS as NEEDS
from waymark.context.acts.obligation import ACTS as OBLIGATIONS
from waymark.context.acts.party import ACTS as PARTIES
from waymark.context.acts.planned_change import ACTS as PLANNED_CHANGES
from waymark.context.acts.site import ACTS as SITES
from waymark.context.acts.supplier import ACTS as SUPPLIERS
from waymark.context.acts.supplier_notice import ACTS as SUPPLIER_NOTICES
from waymark.signing.acts import ACTS as SIGNING_REQUESTS
from waymark.site.console.acts import record_group
from waymark.context.acts.system import ACTS as SYSTEMS
from waymark.context.acts.system_request import ACTS as SYSTEM_REQUESTS
from waymark.context.acts.trigger import ACTS as TRIGGERS
from waymark.site.console.acts import add_new
from waymark.site.console.carrying import carry_over
from waymark.site.console.catalogue import catalogue
from waymark.site.console.demo import demo
from waymark.site.console.doctor import doctor
from waymark.site.console.evidence import evidence
from waymark.site.console.evidence_items import COMMANDS as EVIDENCE_COMMANDS
from waymark.site.console.gap import gap
from waymark.site.console.context import headcount, obligation_candidate, scope
from waymark.site.console.jobs import jobs
from waymark.site.console.members import member
from waymark.site.console.organisations import org
from waymark.documents.acts.campaign import ACTS as CAMPAIGNS
from waymark.documents.acts.external_document import ACTS as EXTERNAL_DOCUMENTS
from waymark.evidence.registers.evidence import EVIDENCE
from waymark.site.console.points import point
from waymark.site.console.registers import add_list
from waymark.site.console.running import init, serve, worker
from waymark.site.console.output import Unready
from waymark.site.console.requests import request
from waymark.site.console.documents import campaign_reader, document, document_version, master_list_item
from waymark.site.console.competence import (
    aims_role,
    awareness,
    competence,
    competence_line,
    competence_proof,
    expiry,
    raci_activity,
    separation,
    training,
)
from waymark.site.console.ownership import ownership
from waymark.site.console.requirements import requirement
from waymark.site.console.tasks import task
from waymark.site.console.tokens import token
from waymark.site.console.trail import trail
from waymark.site.console.users import user


class Console(click.Group):
    """Tells in a sentence that the database is not there, or not set up, instead of showing where it was missed."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as refused:
            what = " ".join(str(refused).split())
            message = f"The database cannot be used: {what}\nRun: waymark init. If that does not help: waymark doctor."
            raise Unready(message) from refused


@click.group(cls=Console, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("waymark"), prog_name="waymark")
def console() -> None:
    """Walk an organisation along the ISO/IEC 42001 certification path.

    Exit codes: 0 done, 1 refused or faults found, 2 wrong use, 3 not found, 4 wrong configuration.
    """


for command in (
    serve,
    worker,
    init,
    demo,
    user,
    org,
    catalogue,
    carry_over,
    gap,
    evidence,
    request,
    requirement,
    member,
    point,
    record_group(FACTORS),
    record_group(PARTIES),
    record_group(NEEDS),
    record_group(SIGNING_REQUESTS),
    scope,
    record_group(SITES),
    campaign_reader,
    headcount,
    record_group(PLANNED_CHANGES),
    record_group(OBLIGATIONS),
    obligation_candidate,
    record_group(SUPPLIERS),
    record_group(SUPPLIER_NOTICES),
    aims_role,
    raci_activity,
    separation,
    competence,
    competence_line,
    competence_proof,
    expiry,
    training,
    awareness,
    ownership,
    system := record_group(SYSTEMS),
    record_group(SYSTEM_REQUESTS),
    record_group(TRIGGERS),
    record_group(UNITS),
    record_group(EXTERNAL_DOCUMENTS),
    record_group(CAMPAIGNS),
    document,
    document_version,
    master_list_item,
    task,
    token,
    trail,
    jobs,
    doctor,
):
    console.add_command(command)
add_list(evidence, EVIDENCE)
add_new(system, SYSTEM_REQUESTS)
for command in EVIDENCE_COMMANDS:
    evidence.add_command(command)
