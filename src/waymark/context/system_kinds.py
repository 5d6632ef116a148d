"""How details of AI systems are named, handed over, owed and reminded of."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import label_of
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work import daily
from waymark.work.notify import NoticeDraft
from waymark.work.owed import WEEK, Consequence, Owed, OwedRow, OwedSource, owed_rows, shown_as
from waymark.work.owned import Need, OwnedKind

_NAME: Final = "context.systemanswer"


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
