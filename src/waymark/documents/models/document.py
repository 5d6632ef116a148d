"""A document of the AIMS: what it is for, who owns it, where it is kept, when it is reviewed, how long it is kept."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.documents.choices import (
    MOST_ITEMS,
    Approval,
    Classification,
    DocumentKind,
    DocumentState,
    Kept,
    RetentionStart,
    VersionState,
)
from waymark.documents.document_life import LIFECYCLE
from waymark.documents.events import DocumentEvent
from waymark.documents.items import item_in_words
from waymark.documents.refusals import CircularReplacement
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.reviewed import Review, Reviewed
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

_AS_GIVEN = frozenset({"kind", "classification", "kept", "approval", "retention", "retention_starts"})
_LINES = frozenset({"title", "other_standards", "aims_section", "language", "kept_at", "access", "clauses"})


def known_items(value: object) -> None:
    """Refuse anything but a list of different ids of items."""
    if not isinstance(value, list) or len(value) > MOST_ITEMS or not all(isinstance(one, str) for one in value):
        raise ValidationError(_("Choose items of the master list."), code="items")
    if len(set(value)) != len(value):
        raise ValidationError(_("Choose items of the master list."), code="items")


class DocumentQuerySet(OwnedQuerySet["Document"]):
    """Questions about documents."""

    def current(self) -> Self:
        """Return those that are kept up to date."""
        return self.filter(state=DocumentState.CURRENT)

    def to_hand_over(self) -> Self:
        """Return those that are kept up to date; who owned the others is history."""
        return self.current()

    def review_due_by(self, day: dt.date) -> Self:
        """Return those whose next review is due by a day."""
        return self.current().filter(next_review_on__lte=day)

    def serving(self, items: Iterable[str], refs: Iterable[str] = ()) -> Self:
        """Return those that serve one of some items, or name one of some clauses and controls, or a part of it."""
        found = models.Q(pk__in=[])
        for one in items:
            found |= models.Q(items_text__contains=f'"{one}"')
        for one in refs:
            found |= models.Q(clauses_text__contains=f", {one}, ") | models.Q(clauses_text__contains=f", {one}.")
        comma = models.Value(", ")
        texts = self.annotate(
            items_text=Cast("items", models.TextField()),
            clauses_text=Concat(comma, "clauses", comma, output_field=models.TextField()),
        )
        return texts.filter(found)

    def asked_for_by_nobody(self) -> Self:
        """Return those that serve no item that a clause or a control asks for (7.5.1 b)."""
        asked_for = models.Q(items_text__contains='"M-') | models.Q(items_text__contains='"C-')
        return self.annotate(items_text=Cast("items", models.TextField())).exclude(asked_for)

    def with_version(self, *states: str) -> Self:
        """Return those that have a version in one of some states."""
        return self.filter(pk__in=self.model.objects.filter(versions__state__in=states).values("pk"))


class Document(Governed, Owned, Reviewed):
    """One document or record of clause 7.5; what it says is in its versions.

    `items` are ids of the master list, `clauses` further clauses and controls of ISO/IEC 42001, by their numbers,
    `other_standards` clauses of other standards in words; then `aims_section` says which part is about the AIMS.
    """

    title = LineField(verbose_name=_("title"))
    kind = models.CharField(max_length=8, choices=DocumentKind, default=DocumentKind.DOCUMENT, verbose_name=_("kind"))
    items = models.JSONField(default=list, blank=True, validators=[known_items], verbose_name=_("items served"))
    clauses = LineField(blank=True, default="", verbose_name=_("further clauses and controls"))
    other_standards = LineField(max_length=300, blank=True, default="", verbose_name=_("clauses of other standards"))
    aims_section = LineField(max_length=300, blank=True, default="", verbose_name=_("section about the AIMS"))
    classification = models.CharField(
        max_length=12, choices=Classification, default=Classification.INTERNAL, verbose_name=_("classification")
    )
    language = LineField(max_length=40, blank=True, default="", verbose_name=_("language"))
    kept = models.CharField(max_length=9, choices=Kept, default=Kept.HERE, verbose_name=_("where it is kept"))
    kept_at = LineField(max_length=300, blank=True, default="", verbose_name=_("place"))
    access = LineField(max_length=300, blank=True, default="", verbose_name=_("who has access"))
    approval = models.CharField(
        max_length=14, choices=Approval, default=Approval.TOP_MANAGEMENT, verbose_name=_("approved by")
    )
    review_months = models.PositiveSmallIntegerField(null=True, blank=True, verbose_name=_("reviewed every (months)"))
    retention = models.CharField(max_length=24, blank=True, default="", verbose_name=_("retention rule"))
    retention_months = models.PositiveSmallIntegerField(default=36, verbose_name=_("kept for (months)"))
    retention_starts = models.CharField(
        max_length=8, choices=RetentionStart, default=RetentionStart.END, verbose_name=_("retention begins")
    )
    state = models.CharField(
        max_length=9, choices=DocumentState, default=DocumentState.CURRENT, editable=False, verbose_name=_("state")
    )
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    closed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("replaced or withdrawn on"))
    closed_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    vocabulary: ClassVar = {"items": item_in_words}
    prefix = "DOC"
    searched = ("title", "other_standards", "aims_section", "kept_at")
    owner_event = DocumentEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = DocumentQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("document")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="documents_document_titled"),
            models.CheckConstraint(
                condition=models.Q(state=DocumentState.CURRENT, closed_on=None)
                | (
                    ~models.Q(state=DocumentState.CURRENT)
                    & models.Q(closed_on__isnull=False)
                    & ~models.Q(closed_reason="")
                ),
                name="documents_document_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=DocumentState.REPLACED) ^ models.Q(replaced_by=None),
                name="documents_document_replaced",
            ),
            models.CheckConstraint(
                condition=models.Q(review_months=None) | models.Q(review_months__gte=1),
                name="documents_document_interval",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "owner", "next_review_on"], name="documents_document_due"),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "Document":
        """Return a new document without a version; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            lock_chain(organisation.pk)
            require_active([owner] if owner is not None else [])
            one = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            one._describe(**known)
            one.commit(DocumentEvent.ADDED, by=by)
        return one

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Change what is known about it. Raises DocumentClosed."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(DocumentEvent.EDITED, by=by)

    def review(self, review: Review, *, by: Acts) -> None:
        """Keep what a review came to. Raises DocumentClosed and ReviewDateWrong."""
        LIFECYCLE.require(self, "review")
        self.keep_review(review, today=day_in(self.organisation.time_zone))
        self.commit(DocumentEvent.REVIEWED, by=by, note=self.review_note)

    def set_next_review(self, day: dt.date, *, by: Acts) -> None:
        """Set when it is reviewed next, as its interval says after an approval."""
        self.next_review_on = day
        self.commit(DocumentEvent.REVIEW_SET, by=by)

    def replace(self, other: "Document", *, reason: str, by: Acts) -> None:
        """Let another document take its place; what closes its versions is `changing.replace_document`.

        Raises DocumentClosed and CircularReplacement.
        """
        seen, one = {self.pk}, other
        while True:
            if one.pk in seen:
                raise CircularReplacement(
                    _("%(other)s cannot replace %(reference)s: it was replaced by it.")
                    % {"other": other.reference, "reference": self.reference}
                    if other.pk != self.pk
                    else _("%(reference)s cannot replace itself.") % {"reference": self.reference},
                    way_out=_("Choose another document."),
                )
            if one.replaced_by is None:
                break
            one = one.replaced_by
        LIFECYCLE.require(self, "replace")
        LIFECYCLE.require(other, "edit")
        self.state, self.replaced_by = DocumentState.REPLACED, other
        self._close(DocumentEvent.REPLACED, reason, by=by)

    def withdraw(self, *, reason: str, by: Acts) -> None:
        """Need it no longer; what closes its versions is `changing.withdraw_document`. Raises DocumentClosed."""
        LIFECYCLE.require(self, "withdraw")
        self.state = DocumentState.WITHDRAWN
        self._close(DocumentEvent.WITHDRAWN, reason, by=by)

    def valid_on(self, day: dt.date) -> Any:
        """Return the version that was in force on a day, or None; one query."""
        return self.versions.valid_on(day).select_related("approved_by", "file").first()

    @property
    def open_version(self) -> Any:
        """Return the version on its way to being in force, or None; one query."""
        return self.versions.open().first()

    @property
    def effective_version(self) -> Any:
        """Return the version in force, or None; one query."""
        return self.versions.filter(state=VersionState.EFFECTIVE).first()

    @property
    def is_current(self) -> bool:
        """Return whether it is kept up to date."""
        return self.state == DocumentState.CURRENT

    @property
    def is_elsewhere(self) -> bool:
        """Return whether it is kept in another place than Waymark."""
        return self.kept == Kept.ELSEWHERE

    @property
    def lacks_aims_section(self) -> bool:
        """Return whether it also serves another standard, and does not say which section is about the AIMS."""
        return bool(self.other_standards) and not self.aims_section

    def _close(self, event: str, reason: str, *, by: Acts) -> None:
        self.closed_on, self.closed_reason = day_in(self.organisation.time_zone), normal(reason)
        self.commit(event, by=by, note=self.closed_reason)

    def _describe(self, **known: Any) -> None:
        for name, value in known.items():
            if name == "items":
                self.items = list(dict.fromkeys(value))
            elif name in _LINES:
                setattr(self, name, normal(value))
            elif name in {*_AS_GIVEN, "review_months", "retention_months", "next_review_on"}:
                setattr(self, name, value)
            else:
                raise TypeError(name)
