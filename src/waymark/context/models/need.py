"""What an interested party needs or expects, why that binds, and whether the organisation takes it on (4.2)."""

from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ContextEvent
from waymark.context.met_by import LENGTH, refs_in
from waymark.context.models.party import LIFECYCLE as PARTY
from waymark.context.models.party import Party
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.records.retirable import UseState
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain


class NeedTakenOn(RuleBroken):
    """A need that is taken on already is not taken on once more."""

    code = "need-taken-on"


class NeedDeclined(RuleBroken):
    """A need that is declined already is not declined once more."""

    code = "need-declined"


class Binding(models.TextChoices):
    """Why a need binds the organisation, or that it is only a wish."""

    LAW = "law", _("Law")
    CONTRACT = "contract", _("Contract")
    PROMISE = "promise", _("Promise")
    WISH = "wish", _("Wish")


class NeedState(models.TextChoices):
    """Whether the organisation takes a need on."""

    OPEN = "open", _("Not decided")
    TAKEN_ON = "taken_on", _("Taken on")
    DECLINED = "declined", _("Not taken on")


_ANY: Final = tuple(NeedState.values)
LIFECYCLE: Final = Lifecycle(
    name="need",
    label=_("Need"),
    states=NeedState,
    transitions=(
        Transition(
            act="add",
            sources=(BEGINNING,),
            to=NeedState.OPEN,
            right=Can.WORK,
            label=_("Add need"),
            sentence=_("A need of an interested party is added; nothing is decided on it yet."),
        ),
        Transition(
            act="edit",
            sources=_ANY,
            to=STAYS,
            right=Can.WORK,
            label=_("Edit"),
            sentence=_("The details of the need are changed."),
        ),
        Transition(
            act="give",
            sources=_ANY,
            to=STAYS,
            right=Can.WORK,
            label=_("Change owner"),
            sentence=_("The need gets another owner, or none."),
        ),
        Transition(
            act="take_on",
            sources=(NeedState.OPEN, NeedState.DECLINED),
            to=NeedState.TAKEN_ON,
            right=Can.WORK,
            label=_("Take on"),
            sentence=_("The AIMS addresses the need; where it is met is named."),
            refused=NeedTakenOn,
            because=_("%(reference)s is taken on already."),
        ),
        Transition(
            act="decline",
            sources=(NeedState.OPEN, NeedState.TAKEN_ON),
            to=NeedState.DECLINED,
            right=Can.WORK,
            label=_("Decline"),
            sentence=_("The AIMS does not address the need, with a reason."),
            refused=NeedDeclined,
            because=_("%(reference)s is declined already."),
        ),
    ),
)


class NeedQuerySet(OwnedQuerySet["Need"]):
    """Questions about needs."""

    def of_party(self, party: Party) -> Self:
        """Return those of one party."""
        return self.filter(party=party)

    def of_parties_in_use(self) -> Self:
        """Return those of parties that are not retired."""
        return self.filter(party__state=UseState.ACTIVE)


class Need(Governed, Owned):
    """A need or expectation of one interested party."""

    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="needs", editable=False, verbose_name=_("interested party")
    )
    text = LineField(max_length=300, verbose_name=_("need"))
    binding = models.CharField(max_length=8, choices=Binding, verbose_name=_("why it binds"))
    source = LineField(blank=True, default="", verbose_name=_("source"))
    met_by = LineField(max_length=LENGTH, blank=True, default="", verbose_name=_("where it is met"))
    state = models.CharField(
        max_length=8, choices=NeedState, default=NeedState.OPEN, editable=False, verbose_name=_("state")
    )
    reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    prefix = "NEED"
    title_field = "text"
    searched = ("text", "source", "met_by")
    owner_event = ContextEvent.NEED_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = NeedQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("need")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(text=""), name="context_need_described"),
            models.CheckConstraint(
                condition=~models.Q(state=NeedState.DECLINED) | ~models.Q(reason=""),
                name="context_need_declined_with_reason",
            ),
        ]

    @classmethod
    def add(cls, party: Party, *, owner: Member | None, by: Acts, **known: Any) -> "Need":
        """Return a new need of a party; `known` is what `edit` takes. Raises PartyRetired and OwnerHasLeft."""
        organisation = party.organisation
        with transaction.atomic():
            lock_chain(organisation.pk)
            PARTY.require_stored(party, "need")
            require_active([owner] if owner is not None else [])
            need = cls(
                organisation=organisation, number=next_number(organisation, cls.prefix), party=party, owner=owner
            )
            need._describe(**known)
            need.commit(ContextEvent.NEED_ADDED, by=by)
        return need

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.NEED_EDITED, by=by)

    def take_on(self, *, met_by: str, reason: str = "", by: Acts) -> None:
        """Let the AIMS address it, and name where. Raises NeedTakenOn."""
        LIFECYCLE.require(self, "take_on")
        self.state, self.met_by, self.reason = NeedState.TAKEN_ON, met_by, normal(reason)
        self.commit(ContextEvent.NEED_TAKEN_ON, by=by, note=self.reason)

    def decline(self, *, reason: str, by: Acts) -> None:
        """Decide that the AIMS does not address it, and why. Raises NeedDeclined."""
        LIFECYCLE.require(self, "decline")
        self.state, self.reason = NeedState.DECLINED, normal(reason)
        self.commit(ContextEvent.NEED_DECLINED, by=by, note=self.reason)

    @property
    def is_open(self) -> bool:
        """Return whether nothing is decided on it yet."""
        return self.state == NeedState.OPEN

    @property
    def is_declined(self) -> bool:
        """Return whether the AIMS does not address it."""
        return self.state == NeedState.DECLINED

    @property
    def met_by_refs(self) -> list[str]:
        """Return the numbers of the clauses and controls that meet it."""
        return refs_in(self.met_by)

    def _describe(self, *, text: str, binding: str, source: str = "", met_by: str = "") -> None:
        self.text, self.binding, self.source, self.met_by = normal(text), binding, normal(source), met_by
