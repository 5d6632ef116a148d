"""What this package registers with the packages below it."""

from waymark.evidence import (
    reading,  # noqa: F401 -- workers know the jobs of the modules that were loaded
    record_kinds,
)
from waymark.evidence.acts.request import ACTS as REQUEST_ACTS
from waymark.evidence.backing import note_evidence, note_links
from waymark.evidence.from_records import SOURCE as RECORDS
from waymark.evidence.involvement import panel_of
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.owed import SOURCES
from waymark.evidence.queries import newest_content, support_for
from waymark.evidence.registers.evidence import EVIDENCE
from waymark.evidence.reminding import evidence_due
from waymark.people.extension_points import member_panels
from waymark.records import backing, kinds
from waymark.records.acts import add_record_acts
from waymark.records.lifecycle import add_lifecycle
from waymark.records.registers import add_register
from waymark.trail import door
from waymark.trail.words import namers
from waymark.work import daily, owed, owned


def wire() -> None:
    """Register kinds and registers, what is owned, owed and reminded of, what backs records; again changes nothing."""
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    add_register(EVIDENCE)
    add_lifecycle(Evidence.lifecycle)
    add_record_acts(REQUEST_ACTS)
    for held in record_kinds.OWNED:
        owned.register(held)
    for source in SOURCES:
        owed.register(source)
    daily.register(evidence_due)
    if panel_of not in member_panels:
        member_panels.append(panel_of)
    backing.register(backing.Source("evidence", support_for, keep=newest_content, bring="evidence_new"))
    backing.register(RECORDS)
    door.follow(Evidence, note_evidence)
    door.follow(EvidenceLink, note_links)
    namers.setdefault("evidence.capture", record_kinds.name_captures)
