"""A document from outside that the AIMS depends on: the edition in use, and who watches for a newer one (7.5.3)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.met_by import LENGTH, refs_in
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.documents.events import ExternalEvent
from waymark.documents.external_choices import MOST_MONTHS, CheckResult, ExternalKind
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.governed import Governed, Owned
from waymark.records.lifecycle import Lifecycle
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, added, retirement, while_in_use
from waymark.records.reviewed import Review, Reviewed
from waymark.trail.actors import Acts


class ExternalRetired(RuleBroken):
    """A retired external document is kept to be read; nothing is changed on it."""

    code = "external-document-retired"


class ExternalInUse(RuleBroken):
    """Only a retired external document can be used again."""

    code = "external-document-in-use"


class EditionMissing(RuleBroken):
    """A check that finds a new edition says which one, and what changes by it; any other check names none."""

    code = "edition-missing"


LIFECYCLE: Final = Lifecycle(
    name="external-document",
    label=_("External document"),
    states=UseState,
    transitions=(
        added(
            _("Add external document"),
            _("A document from outside is registered with the edition in use, its watcher and its next check."),
        ),
        *while_in_use(
            ExternalRetired,
            ("edit", _("Edit"), _("The details of the external document are changed.")),
            ("give", _("Change watcher"), _("Another member watches for new editions, or nobody.")),
            (
                "review",
                _("Record check"),
                _("What a check at the source found: unchanged, a new edition with what changes, or superseded."),
            ),
        ),
        *retirement(
            ExternalRetired,
            ExternalInUse,
            retire=_("The AIMS no longer depends on it, with a reason."),
            reinstate=_("A retired external document is used again, with a reason."),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check found on a day, and when the next one is due.

    `edition` and `edition_on` are those of a new edition, and `note` says what changes by it, or what was found.
    """

    on: dt.date
    result: str
    next_on: dt.date
    note: str = ""
    edition: str = ""
    edition_on: dt.date | None = None


class ExternalDocumentQuerySet(RetirableQuerySet["ExternalDocument"]):
    """Questions about external documents."""

    def review_due_by(self, day: dt.date) -> Self:
        """Return those in use whose next check is due by a day."""
        return self.active().filter(next_review_on__lte=day)


class ExternalDocument(Governed, Owned, Retirable, Reviewed):
    """A law, a standard, or a paper of a supplier or customer that the AIMS depends on; its owner is its watcher.

    `edition` and `edition_on` are those in use. A newer one that a check finds takes their place; the earlier ones
    are in the history, and as of a day. `kept_at` is where the edition in use lies, `source` where newer ones appear.
    """

    title = LineField(verbose_name=_("title"))
    kind = models.CharField(max_length=8, choices=ExternalKind, verbose_name=_("kind"))
    issuer = LineField(verbose_name=_("issued by"))
    edition = LineField(verbose_name=_("edition in use"))
    edition_on = models.DateField(null=True, blank=True, verbose_name=_("date of the edition"))
    kept_at = LineField(max_length=500, blank=True, default="", verbose_name=_("where it is"))
    source = LineField(max_length=500, blank=True, default="", verbose_name=_("where new editions appear"))
    needed_for = LineField(max_length=LENGTH, blank=True, default="", verbose_name=_("clauses and controls"))
    about = ProseField(max_length=2000, blank=True, default="", verbose_name=_("what depends on it"))
    system = models.ForeignKey(
        AISystem, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("AI system")
    )
    supplier = models.ForeignKey(
        Supplier, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("supplier")
    )
    check_months = models.PositiveSmallIntegerField(
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        verbose_name=_("checked every (months)"),
    )
    # A check has results of its own; whether there was one is told as of any review.
    review_result = models.CharField(
        max_length=14, choices=CheckResult, default=CheckResult.NONE, editable=False, verbose_name=_("last check")
    )

    labels: ClassVar = {
        "owner": _("Watcher"),
        "reviewed_on": _("Checked on"),
        "review_note": _("What the check found"),
        "next_review_on": _("Next check"),
    }
    prefix = "EXT"
    searched = ("title", "issuer", "edition", "kept_at", "source", "needed_for", "about")
    owner_event = ExternalEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = ExternalDocumentQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("external document")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(issuer="") & ~models.Q(edition=""),
                name="documents_external_identified",
            ),
            models.CheckConstraint(
                condition=models.Q(check_months__gte=1, check_months__lte=MOST_MONTHS),
                name="documents_external_interval",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "next_review_on"], name="documents_external_check"),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "ExternalDocument":
        """Return a new external document; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            one = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            one._describe(**known)
            one.commit(ExternalEvent.ADDED, by=by)
        return one

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises ExternalRetired."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ExternalEvent.EDITED, by=by)

    def review(self, check: Check, *, by: Acts) -> None:
        """Keep what a check found; a new edition is the one in use from then on.

        Raises ExternalRetired, ReviewDateWrong and EditionMissing.
        """
        LIFECYCLE.require(self, "review")
        self._require_edition(check)
        given = Review(on=check.on, result=check.result, note=check.note, next_on=check.next_on)
        self.keep_review(given, today=day_in(self.organisation.time_zone))
        if check.result == CheckResult.NEW_EDITION:
            self.edition, self.edition_on = normal(check.edition), check.edition_on
        self.commit(ExternalEvent.CHECKED, by=by, note=self.review_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Depend on it no longer; it stays to be read. Raises ExternalRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(ExternalEvent.RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Use a retired one again. Raises ExternalInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(ExternalEvent.REINSTATED, by=by, note=normal(reason))

    @property
    def needed_for_refs(self) -> list[str]:
        """Return the numbers of the clauses and controls that depend on it."""
        return refs_in(self.needed_for)

    @property
    def is_superseded(self) -> bool:
        """Return whether the last check found that it holds no longer, while it still stands in the register."""
        return self.review_result == CheckResult.SUPERSEDED and not self.is_retired

    def _require_edition(self, check: Check) -> None:
        edition = normal(check.edition)
        way_out = _("Name the new edition and say what changes, or choose another result.")
        if check.result != CheckResult.NEW_EDITION:
            if edition or check.edition_on is not None:
                raise EditionMissing(_("Only a check that found a new edition names one."), way_out=way_out)
            if check.result == CheckResult.SUPERSEDED and not normal(check.note):
                raise EditionMissing(
                    _("Nothing says what superseded %(reference)s.") % {"reference": self.reference},
                    way_out=_("Say what took its place, or why it holds no longer."),
                )
            return
        if not edition or not normal(check.note):
            raise EditionMissing(_("The new edition or what changes by it is missing."), way_out=way_out)
        if edition == self.edition:
            raise EditionMissing(
                _("“%(edition)s” is the edition in use already.") % {"edition": self.edition}, way_out=way_out
            )

    def _describe(  # noqa: PLR0913 -- one argument for each thing that is known
        self,
        *,
        title: str,
        kind: str,
        issuer: str,
        edition: str,
        edition_on: dt.date | None = None,
        kept_at: str = "",
        source: str = "",
        needed_for: str = "",
        about: str = "",
        system: AISystem | None = None,
        supplier: Supplier | None = None,
        check_months: int = 6,
        next_review_on: dt.date | None = None,
    ) -> None:
        self.title, self.kind, self.issuer = normal(title), kind, normal(issuer)
        self.edition, self.edition_on = normal(edition), edition_on
        self.kept_at, self.source = normal(kept_at), normal(source)
        self.needed_for, self.about = needed_for, normal(about)
        self.system, self.supplier = system, supplier
        self.check_months, self.next_review_on = check_months, next_review_on
