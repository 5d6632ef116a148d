"""What the page of a system shows of the law: the newest classification, and the sheet of duties."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.context.classifying_systems import first_day
from waymark.context.law.act import Duty
from waymark.context.law.reading import current_law
from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.system import AISystem
from waymark.people.readers import Reader
from waymark.records.backing import Asked, Piece, behind
from waymark.records.kinds import RecordLine, lines_for

_KIND = "context.systemduty"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty of a sheet: what the law says, from when it applies, what was decided, and the evidence behind it."""

    duty: Duty
    kept: SystemDuty
    applies_from: dt.date | None
    evidence: Sequence[RecordLine]
    is_edited: bool

    @property
    def is_ahead(self) -> bool:
        """Return whether it does not apply yet on the day it was last looked at."""
        return self.applies_from is not None and self.applies_from > self.kept.changed_at.date()


@dataclass(frozen=True, slots=True)
class LegalView:
    """Everything about the law on one page; `classifications` begin with the newest."""

    classifications: Sequence[Classification]
    duties: Sequence[DutyLine]

    @property
    def newest(self) -> Classification | None:
        """Return the one that counts."""
        return self.classifications[0] if self.classifications else None

    @property
    def open_duties(self) -> int:
        """Return how many duties are open."""
        return sum(one.kept.state == "open" for one in self.duties)

    @property
    def unsure(self) -> Sequence[str]:
        """Return the questions that nobody has decided; the strict answer counts for each."""
        asks = {one.id: one.ask for one in current_law().questions}
        return [asks.get(key, key) for key in (self.newest.unsure if self.newest else ())]


def legal_view(system: AISystem, reader: Reader, *, editing: str = "") -> LegalView:
    """Return what the law says of a system; at most four queries. `editing` names the duty whose form is open."""
    if not system.law_version:
        return LegalView((), ())
    made = list(Classification.objects.about(system).select_related("judged_by"))
    kept = {one.duty: one for one in SystemDuty.objects.about(system).filter(is_owed=True).select_related("owner")}
    if not kept:
        return LegalView(made, ())
    asked = {(_KIND, one.pk) for one in kept.values()}
    pieces = behind(system.organisation, Asked.about(asked))
    lines = lines_for(reader, [piece.subject for some in pieces.values() for piece in some])
    classes = made[0].classes if made else ()
    return LegalView(
        made,
        tuple(
            DutyLine(
                one,
                kept[one.id],
                first_day(one, classes),
                _named(pieces.get((_KIND, kept[one.id].pk), ()), lines),
                one.id == editing,
            )
            for one in current_law().duties
            if one.id in kept
        ),
    )


def _named(pieces: Sequence[Piece], lines: Mapping[tuple[str, int], RecordLine]) -> Sequence[RecordLine]:
    return [lines[piece.subject] for piece in pieces if piece.subject in lines]
