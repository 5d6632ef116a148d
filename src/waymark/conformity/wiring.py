"""What this package registers with the packages below it."""

from django.utils.translation import gettext_lazy as _

from waymark.conformity import record_kinds
from waymark.conformity.adoption import adopt_shipped
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.behind_evidence import points_behind, requirements_behind
from waymark.conformity.document_sources import SOURCES
from waymark.conformity.items_in_rounds import ITEM_RECORDS
from waymark.conformity.keeping import keep_changed
from waymark.conformity.left_out import controls_left_out
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.rating_again import rate_again
from waymark.conformity.ratings_owed import RATINGS
from waymark.conformity.registers.point import POINTS
from waymark.conformity.registers.requirement import REQUIREMENTS
from waymark.conformity.related import kin_of_point, kin_of_requirement
from waymark.documents import item_records
from waymark.documents.master_list import register_excluded
from waymark.documents.sources.registry import register_sources
from waymark.evidence import independence, related
from waymark.people.extension_points import SettingsPanel, settings_panels
from waymark.people.founding import founders
from waymark.records import backing, kinds
from waymark.records.lifecycle import add_lifecycle
from waymark.records.registers import add_register
from waymark.tasks import next_steps
from waymark.work import owed, owned

EDITION = SettingsPanel(
    title=_("Edition of the catalogue"),
    text=_("Which edition is in use here, and what a newer one would change, point by point."),
    button=_("Show edition"),
    address="carry_over",
    belongs=lambda _organisation: True,
)


def wire() -> None:
    """Register what a new organisation needs from here, kinds, kin, what members own and owe; again changes nothing."""
    for kind in record_kinds.KINDS:
        kinds.register(kind)
    add_register(REQUIREMENTS)
    add_register(POINTS)
    add_lifecycle(GapAssessment.lifecycle)
    related.register(STANDING, kin_of_requirement)
    related.register(POINT, kin_of_point)
    backing.follow(keep_changed)
    independence.register(STANDING, requirements_behind)
    independence.register(POINT, points_behind)
    owned.register(record_kinds.OWNED)
    register_excluded(controls_left_out)
    register_sources(SOURCES)
    for records in ITEM_RECORDS:
        item_records.register(records)
    owed.register(RATINGS)
    next_steps.register(record_kinds.POINT.kind, rate_again)
    if EDITION not in settings_panels:
        settings_panels.append(EDITION)
    if adopt_shipped not in founders:
        founders.append(adopt_shipped)
