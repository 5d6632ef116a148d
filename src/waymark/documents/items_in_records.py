"""Which records of this package and those below it are items of the master list, or a draft or a part of one.

Only what is in force makes an item present: a scope that has taken effect, a proof that has not ended. Where the item
asks for words besides, such as a procedure, its records are a part of it and a document makes it whole.
"""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Training, TrainingKind, TrainingState
from waymark.documents.choices import Kept, VersionState
from waymark.documents.external_choices import CheckResult
from waymark.documents.item_records import ItemRecords, Rows
from waymark.documents.items_in_context import FROM_CONTEXT
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.document import Document
from waymark.documents.models.external_document import ExternalDocument
from waymark.people.models.organisation import Organisation
from waymark.records.retirable import UseState
from waymark.tasks.models.task import Task
from waymark.tasks.repeats import Repeat

_SIGNED: Final = Q(readers__item__signature__member=F("readers__member"))


def _proofs(organisation: Organisation, day: dt.date) -> Any:
    """Return what shows a competence that a role in use asks for, of members who have not left, and has not ended."""
    needed = Q(competence__state=UseState.ACTIVE, competence__role__state=UseState.ACTIVE, person__left_on=None)
    rows = Proof.objects.of(organisation).active().filter(needed)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day))


def _roles_held(organisation: Organisation, day: dt.date) -> Any:
    return AimsRole.objects.of(organisation).active().filter(_is_held(day))


def _roles_vacant(organisation: Organisation, day: dt.date) -> Any:
    return AimsRole.objects.of(organisation).active().exclude(_is_held(day))


def _is_held(day: dt.date) -> Exists:
    return Exists(RoleAssignment.objects.holding_on(day).filter(role=OuterRef("pk")))


def _raci(organisation: Organisation, _day: dt.date) -> Any:
    return RaciActivity.objects.of(organisation).active()


def _awareness(*states: str) -> Rows:
    def rows(organisation: Organisation, _day: dt.date) -> Any:
        return Training.objects.of(organisation).filter(kind=TrainingKind.AWARENESS, state__in=states)

    return rows


def _documents(organisation: Organisation, _day: dt.date) -> Any:
    return Document.objects.of(organisation).current().filter(kept=Kept.HERE).with_version(VersionState.EFFECTIVE)


def _own_documents(organisation: Organisation, day: dt.date) -> Any:
    return _documents(organisation, day).asked_for_by_nobody()


def _external(organisation: Organisation, _day: dt.date) -> Any:
    return ExternalDocument.objects.of(organisation).active().exclude(review_result=CheckResult.SUPERSEDED)


def _signed(organisation: Organisation, _day: dt.date) -> Any:
    return Campaign.objects.of(organisation).filter(_SIGNED)


def _repeating(organisation: Organisation, _day: dt.date) -> Any:
    return Task.objects.of(organisation).open().exclude(repeat=Repeat.NONE)


_HELD: Final = _awareness(TrainingState.HELD, TrainingState.CHECKED)
_PLANNED: Final = _awareness(TrainingState.PLANNED)
_PROOFS, _OWN = _("Proofs of competence that have not ended"), _("Documents that no clause and no control asks for")
_VACANT: Final = _("AIMS roles without a holder")
_TO_HOLD: Final = _("Measures of awareness that are planned")
_FROM_COMPETENCE: Final = (
    ItemRecords(("M-12",), Proof, _PROOFS, _proofs, "competence_proofs", newest="shown_on"),
    ItemRecords(("C-02", "X-03"), AimsRole, _("AIMS roles that somebody holds"), _roles_held, "aims_roles"),
    ItemRecords.part(("C-02", "X-03"), AimsRole, _VACANT, _roles_vacant, "aims_roles", "?vacant=on"),
    ItemRecords(("X-03",), RaciActivity, _("Activities of the RACI table"), _raci, "raci"),
    ItemRecords(
        ("X-07",),
        Training,
        _("Measures of awareness that were held"),
        _HELD,
        "trainings",
        "?kind=awareness",
        newest="held_on",
    ),
    ItemRecords.part(("X-07",), Training, _TO_HOLD, _PLANNED, "trainings", "?kind=awareness&state=planned"),
)
_FROM_HERE: Final = (
    ItemRecords(("M-13",), Document, _OWN, _own_documents, "documents", "?state=effective"),
    ItemRecords(("M-14",), ExternalDocument, _("External documents in use"), _external, "external_documents"),
    ItemRecords.part(("X-07",), Campaign, _("Campaigns in which somebody signed"), _signed, "campaigns"),
    ItemRecords.part(("X-09",), Document, _("Documents in force"), _documents, "documents", "?state=effective"),
    ItemRecords(("X-16",), Task, _("Open tasks that repeat"), _repeating, "tasks"),
)
ITEM_RECORDS: Final = (*FROM_CONTEXT, *_FROM_COMPETENCE, *_FROM_HERE)
