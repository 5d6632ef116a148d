"""How details of AI systems are named, handed over, owed and reminded of."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import label_of
from waymark.context.law.reading import current_law
from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_metric import SystemMetric
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work import daily
from waymark.work.notify import NoticeDraft
from waymark.work.owed import WEEK, Consequence, Owed, OwedRow, OwedSource, owed_rows, shown_as
from waymark.work.owned import Need, OwnedKind

_NAME: Final = "context.systemanswer"
_DUTY: Final = "context.systemduty"
_METRIC: Final = "context.systemmetric"
_CLASS: Final = "context.classification"


def _line(organisation: Organisation, pk: int, number: int, field: str) -> RecordLine:
    return RecordLine(_NAME, pk, f"SYS-{number}", label_of(field), reverse("system", args=[organisation.slug, number]))


def _look_up(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = SystemAnswer.objects.of(reader.organisation).filter(pk__in=keys)
    found = rows.values_list("pk", "system__number", "field")
    return {pk: _line(reader.organisation, pk, number, field) for pk, number, field in found}


def _needs(member: Member, keys: Sequence[int]) -> dict[int, Need]:
    rows = SystemAnswer.objects.of(member.organisation).filter(pk__in=keys).values_list("pk", "due_on")
    return {pk: Need(what=_("Find out, and enter the answer."), due_on=day, is_waiting=True) for pk, day in rows}


def _owed(member: Member, today: dt.date) -> Any:
    due = SystemAnswer.objects.of(member.organisation).owned_by(member).due_by(today + WEEK)
    return owed_rows(due, consequence=Consequence.LOW, what="field", due_on="due_on", number="system__number")


def _shown(member: Member, row: OwedRow) -> Owed:
    line = _line(member.organisation, row.pk, row.number, row.what)
    return Owed(kind=_("Open detail"), what=line.title, reference=line.reference, url=line.url)


def _reminding(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    rows = SystemAnswer.objects.of(organisation).due_by(today + WEEK).select_related("owner", "system")
    for one in rows:
        if one.owner is not None and one.due_on is not None:
            yield daily.becoming_due(
                one.owner, (_NAME, one.pk), one.system.reference, str(one), due_on=one.due_on, today=today
            )


def _duty_line(organisation: Organisation, pk: int, number: int, duty: str) -> RecordLine:
    found = current_law().duty(duty)
    url = reverse("system", args=[organisation.slug, number])
    return RecordLine(_DUTY, pk, f"SYS-{number}", found.article if found else duty, f"{url}#{duty}")


def _find_duties(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = SystemDuty.objects.of(reader.organisation).filter(pk__in=keys)
    found = rows.values_list("pk", "system__number", "duty")
    return {pk: _duty_line(reader.organisation, pk, number, duty) for pk, number, duty in found}


def _find_classifications(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Classification.objects.of(reader.organisation).filter(pk__in=keys)
    slug = reader.organisation.slug
    return {
        pk: RecordLine(_CLASS, pk, f"SYS-{number}", version, reverse("system", args=[slug, number]))
        for pk, number, version in rows.values_list("pk", "system__number", "law_version")
    }


def _find_metrics(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = SystemMetric.objects.of(reader.organisation).filter(pk__in=keys).select_related("system")
    slug = reader.organisation.slug
    return {
        one.pk: RecordLine(
            _METRIC,
            one.pk,
            one.system.reference,
            str(one),
            f"{reverse('system', args=[slug, one.system.number])}#metrics",
        )
        for one in rows
    }


def _duties_owed(member: Member, today: dt.date) -> Any:
    due = SystemDuty.objects.of(member.organisation).owned_by(member).due_by(today + WEEK)
    return owed_rows(due, consequence=Consequence.MAJOR, what="duty", due_on="due_on", number="system__number")


def _duty_shown(member: Member, row: OwedRow) -> Owed:
    line = _duty_line(member.organisation, row.pk, row.number, row.what)
    return Owed(kind=_("Duty"), what=line.title, reference=line.reference, url=line.url)


def _duty_needs(member: Member, keys: Sequence[int]) -> dict[int, Need]:
    rows = SystemDuty.objects.of(member.organisation).filter(pk__in=keys).values_list("pk", "due_on")
    what = _("Meet the duty, and add what shows it.")
    return {pk: Need(what=what, due_on=day, is_waiting=day is not None) for pk, day in rows}


def _reminding_of_duties(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    rows = SystemDuty.objects.of(organisation).due_by(today + WEEK).select_related("owner", "system")
    for one in rows:
        if one.owner is not None and one.due_on is not None:
            yield daily.becoming_due(
                one.owner, (_DUTY, one.pk), one.system.reference, str(one), due_on=one.due_on, today=today
            )


def requests_owed(kind: RecordKind) -> tuple[OwedSource, OwedSource]:
    """Return what is owed of requests: a decision by those who may take them in, an answer by who filed them."""

    def to_decide(member: Member, _today: dt.date) -> Any:
        waiting = SystemRequest.objects.of(member.organisation).to_decide_by(member)
        return owed_rows(waiting, consequence=Consequence.MINOR, what="name")

    def to_answer(member: Member, _today: dt.date) -> Any:
        asked = SystemRequest.objects.of(member.organisation).to_answer_by(member)
        return owed_rows(asked, consequence=Consequence.LOW, what="name")

    return (
        OwedSource(
            name="system-requests",
            label=_("Proposed AI systems"),
            rows=to_decide,
            show=shown_as(_("Proposed AI system"), kind),
        ),
        OwedSource(
            name="system-questions",
            label=_("Questions about proposed AI systems"),
            rows=to_answer,
            show=shown_as(_("Question"), kind),
        ),
    )


def classes_owed(kind: RecordKind) -> OwedSource:
    """Return the systems whose owners classify them again, because the law data changed."""

    def rows(member: Member, _today: dt.date) -> Any:
        outdated = AISystem.objects.of(member.organisation).owned_by(member).class_outdated()
        return owed_rows(outdated, consequence=Consequence.MINOR, what="name")

    return OwedSource(
        name="classifications",
        label=_("Legal classifications"),
        rows=rows,
        show=shown_as(_("Classification by changed law"), kind),
    )


def units_owed(kind: RecordKind) -> OwedSource:
    """Return the confirmations that heads of units owe within a week."""

    def rows(member: Member, today: dt.date) -> Any:
        due = InventoryUnit.objects.of(member.organisation).owned_by(member).confirmation_due_by(today + WEEK)
        return owed_rows(due, consequence=Consequence.MINOR, what="name", due_on="next_confirmation_on")

    return OwedSource(
        name="inventory-units",
        label=_("Confirmations of the inventory"),
        rows=rows,
        show=shown_as(_("Confirmation of the inventory"), kind),
    )


def units_reminded(kind: RecordKind) -> daily.Reminding:
    """Return the reminders of confirmations."""

    def due_by(organisation: Organisation, day: dt.date) -> Any:
        return InventoryUnit.objects.of(organisation).confirmation_due_by(day)

    return daily.reminding_of(kind, due_by, due_on="next_confirmation_on")


def triggers_owed(kind: RecordKind) -> OwedSource:
    """Return what is owed of triggers: their owners settle them."""

    def rows(member: Member, _today: dt.date) -> Any:
        waiting = SystemTrigger.objects.of(member.organisation).owned_by(member).open()
        return owed_rows(waiting, consequence=Consequence.MAJOR, what="title", due_on="due_on")

    return OwedSource(name="triggers", label=_("Triggers"), rows=rows, show=shown_as(_("Trigger"), kind))


def triggers_reminded(kind: RecordKind) -> daily.Reminding:
    """Return the reminders of triggers with a date."""
    return daily.reminding_of(
        kind, lambda organisation, day: SystemTrigger.objects.of(organisation).due_by(day), due_on="due_on"
    )


ANSWER: Final = RecordKind(kind=_NAME, word="system-answer", label=_("Detail of an AI system"), look_up=_look_up)
ANSWERS_OWNED: Final = OwnedKind(
    name="system-answers",
    label=_("Details to find out"),
    model=SystemAnswer,
    rows=lambda member: SystemAnswer.objects.of(member.organisation).owned_by(member).to_hand_over(),
    title="field",
    number="system__number",
    line=_line,
    needs=_needs,
)
ANSWERS_OWED: Final = OwedSource(name="system-answers", label=_("Details to find out"), rows=_owed, show=_shown)
ANSWERS_REMINDED: Final = _reminding
DUTY: Final = RecordKind(kind=_DUTY, word="system-duty", label=_("Duty of an AI system"), look_up=_find_duties)
CLASSIFICATION: Final = RecordKind(
    kind=_CLASS, word="classification", label=_("Legal classification"), look_up=_find_classifications
)
METRIC: Final = RecordKind(
    kind=_METRIC, word="system-metric", label=_("Measure of an AI system"), look_up=_find_metrics
)
DUTIES_OWNED: Final = OwnedKind(
    name="system-duties",
    label=_("Duties of AI systems"),
    model=SystemDuty,
    rows=lambda member: SystemDuty.objects.of(member.organisation).owned_by(member).to_hand_over(),
    title="duty",
    number="system__number",
    line=_duty_line,
    needs=_duty_needs,
)
DUTIES_OWED: Final = OwedSource(
    name="system-duties", label=_("Duties of AI systems"), rows=_duties_owed, show=_duty_shown
)
DUTIES_REMINDED: Final = _reminding_of_duties
