"""What a piece of evidence is used for: any record, with a word on why."""

from collections.abc import Iterable
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LineField
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.models.evidence import Evidence
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded

# Written out because the ORM cannot ask for the ends of an index, one for each of some records.
_ENDS: Final = """
WITH asked(kind, record_id) AS (VALUES {asked}), ends AS (
    SELECT kind, record_id, (
        SELECT link.id FROM evidence_evidencelink link JOIN evidence_evidence piece ON piece.id = link.evidence_id
        WHERE link.organisation_id = %s AND link.kind = asked.kind AND link.record_id = asked.record_id
            AND link.ended_at IS NULL AND piece.retired_on IS NULL
        ORDER BY link.id DESC LIMIT 1 OFFSET %s
    ) AS first FROM asked
)
SELECT link.id FROM ends JOIN evidence_evidencelink link
    ON link.organisation_id = %s AND link.kind = ends.kind AND link.record_id = ends.record_id
        AND link.id >= COALESCE(ends.first, 0)
"""


class EvidenceLinkQuerySet(InOrganisationQuerySet["EvidenceLink"]):
    """Questions about links."""

    def live(self) -> Self:
        """Return the links that were not ended, of evidence that is in use."""
        return self.filter(ended_at=None, evidence__retired_on=None)

    def unended(self) -> Self:
        """Return the links that were not ended, of retired evidence too."""
        return self.filter(ended_at=None)

    def confidential(self) -> Self:
        """Return the links of confidential evidence."""
        return self.filter(evidence__confidentiality=Confidentiality.CONFIDENTIAL)

    def to(self, kind: str, pks: "list[int] | int") -> Self:
        """Return the links to one record, or to some of one kind."""
        return self.filter(kind=kind, record_id__in=pks if isinstance(pks, list) else [pks])

    def last_of_each(self, organisation_id: int, records: Iterable[tuple[str, int]], most: int) -> Self:
        """Return of each of some records the links in use that were made last, at most so many.

        It takes the ends of an index one by one, however many links there are. Call it first: a further condition
        could tempt the database to read all links of the organisation.
        """
        given = list(records)
        if not given:
            return self.none()
        ends = _ENDS.format(asked=", ".join(["(%s, %s)"] * len(given)))
        values = [value for record in given for value in record]
        among = RawSQL(ends, [*values, organisation_id, most - 1, organisation_id])  # noqa: S611 -- constant texts with parameters
        return self.live().filter(pk__in=among)

    def to_any(self, records: Iterable[tuple[str, int]]) -> Self:
        """Return the links to any of some records, by (kind, key)."""
        return self.filter(any_of(records))


def any_of(records: Iterable[tuple[str, int]]) -> models.Q:
    """Return the question for rows that point at any of some records, by (kind, key); at none for no record."""
    asked: dict[str, list[int]] = {}
    for kind, pk in records:
        asked.setdefault(kind, []).append(pk)
    question = models.Q(pk__in=[])
    for kind, pks in asked.items():
        question |= models.Q(kind=kind, record_id__in=pks)
    return question


class EvidenceLink(InOrganisation, Recorded):
    """Evidence serves a record. `kind` and `record_id` point at any record that `records.kinds` knows.

    An ended link stays, with its reason: what carried a claim last year is still told.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(max_length=80, verbose_name=_("kind of record"))
    record_id = models.BigIntegerField(verbose_name=_("record"))
    why = LineField(max_length=500, blank=True, default="", verbose_name=_("why"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False, verbose_name=_("ended"))
    ended_reason = LineField(max_length=500, blank=True, default="", editable=False, verbose_name=_("reason"))

    labels: ClassVar = {"record_id": _("Evidence for")}
    pointers: ClassVar = {"record_id": "kind"}
    pointers_in_history = True
    sentences_with_records: ClassVar = {EvidenceEvent.LINKED: _("Linked to %(records)s")}
    objects = EvidenceLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evidence", "kind", "record_id"],
                condition=models.Q(ended_at=None),
                name="evidence_link_once",
            ),
        ]
        indexes: ClassVar = [
            # With the key, so that a database finds the last links of a record without sorting them.
            models.Index(fields=["organisation", "kind", "record_id", "id"], name="evidence_link_last"),
        ]

    def __str__(self) -> str:
        """Name what is linked to what."""
        return f"{self.evidence_id} → {self.kind} {self.record_id}"

    @property
    def reference(self) -> str:
        """Return the reference of the evidence."""
        return self.evidence.reference

    def explain(self, why: str, *, by: Acts) -> None:
        """Edit why the evidence is linked."""
        self.why = normal(why)
        self.commit(EvidenceEvent.LINKED, by=by)
