"""Documents, versions and campaigns on random walks through days: whatever is done, some things always hold.

Each walk happens in a transaction that is undone. What a rule refuses is refused as a whole, and the walk goes on.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests import factories
from tests.documents import campaigns
from tests.documents.signing import again, decide, drafted, in_force, submitted
from waymark.core.clock import day_in, now
from waymark.core.errors import RuleBroken
from waymark.documents import campaigning, changing
from waymark.documents.campaign_choices import Audience
from waymark.documents.canonical import sha256_of
from waymark.documents.choices import ENDED, OPEN, VersionState
from waymark.documents.daily import take_effect
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.queries import document_view
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.request import SigningRequest, SigningState
from waymark.signing.models.signature import Signature
from waymark.trail.door import AlreadyThere

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=5,
    stateful_step_count=8,
    deadline=None,
    database=None,
    derandomize=True,
    # What is found is not made smaller: that would cost minutes.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WHICH = st.integers(min_value=0, max_value=1)
DAYS = st.integers(min_value=-3, max_value=3)


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


class Walk(RuleBasedStateMachine):
    """A walk in a transaction of its own, through days that only go on."""

    def __init__(self, author: Member, head: Member) -> None:
        super().__init__()
        self.author, self.head = author, head
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self._clock: Any = None

    def teardown(self) -> None:
        """Undo everything."""
        if self._clock is not None:
            self._clock.stop()
        transaction.set_rollback(True)
        self._undone.__exit__(None, None, None)

    @property
    def today(self) -> dt.date:
        return day_in(self.author.organisation.time_zone)

    @contextmanager
    def may_be_refused(self) -> Iterator[None]:
        """Let a rule refuse what is done, with nothing of it kept; that the database has to is a rule too few."""
        try:
            with transaction.atomic():
                yield
        except AlreadyThere:
            raise
        except RuleBroken:
            pass

    def go_on(self, days: int) -> None:
        """Let days pass, and what takes effect by itself do so."""
        later = now() + dt.timedelta(days=days)
        if self._clock is not None:
            self._clock.stop()
        self._clock = time_machine.travel(later, tick=False)
        self._clock.start()
        take_effect.func()


class VersionWalk(Walk):
    """Two documents: versions are drafted, approved here and elsewhere, take effect, and are ended in every way."""

    def __init__(self, author: Member, head: Member, documents: Sequence[Document]) -> None:
        super().__init__(author, head)
        self.documents = documents
        self.approved: dict[int, str] = {}

    def document(self, which: int) -> Document:
        return Document.objects.select_related("organisation").get(pk=self.documents[which].pk)

    def version(self, which: int, *states: str) -> DocumentVersion | None:
        found = self.documents[which].versions.filter(state__in=states).order_by("-edition").first()
        return again(found) if found is not None else None

    @rule(which=WHICH, planned=st.none() | DAYS, outcome=st.sampled_from([*Outcome.values, Outcome.SIGNED]))
    def go_through_approval(self, which: int, planned: int | None, outcome: str) -> None:
        """Draft a version unless one is on its way, plan its day, submit it, and let it be answered as it may."""
        with self.may_be_refused():
            one = self.version(which, *OPEN) or self.drafted(which)
            day = self.today + dt.timedelta(days=planned) if planned is not None else None
            changing.edit_draft(one, text=f"{one.text}!", planned_from=day, by=self.author)
            asked = submitted(again(one), self.head, by=self.author)
            if outcome in {Outcome.SIGNED, Outcome.RETURNED}:
                decide(asked, self.head, outcome, "" if outcome == Outcome.SIGNED else "Say more.")

    @rule(which=WHICH, approved=st.sampled_from([-3, -2, -1, 0, 1]), effective=DAYS)
    def be_approved_elsewhere(self, which: int, approved: int, effective: int) -> None:
        with self.may_be_refused():
            one = self.version(which, *OPEN) or self.drafted(which)
            on, since = (self.today + dt.timedelta(days=days) for days in (approved, effective))
            changing.approve_outside(one, outside_by="The board", on=on, effective_from=since, by=self.author)

    @rule(which=WHICH, is_disposed=st.booleans())
    def be_withdrawn(self, which: int, is_disposed: bool) -> None:  # noqa: FBT001 -- as the library calls it
        one = self.version(which, *OPEN, VersionState.EFFECTIVE)
        with self.may_be_refused():
            if one is not None:
                changing.withdraw_version(one, reason="It was wrong.", by=self.author)
        ended = self.version(which, *ENDED)
        with self.may_be_refused():
            if ended is not None and is_disposed:
                changing.dispose(ended, by=self.author)

    def drafted(self, which: int) -> DocumentVersion:
        return again(changing.draft_version(self.document(which), reason="The law changed.", by=self.author))

    @rule(which=WHICH, by=WHICH)
    def be_replaced(self, which: int, by: int) -> None:
        with self.may_be_refused():
            changing.replace_document(self.document(which), self.document(by), reason="Newer.", by=self.author)

    @rule(days=st.integers(min_value=1, max_value=3))
    def days_pass(self, days: int) -> None:
        self.go_on(days)

    @invariant()
    def versions_keep_their_promises(self) -> None:
        documents = [self.document(which) for which in range(len(self.documents))]
        for document in documents:
            every = list(document.versions.select_related("file").order_by("effective_from", "edition"))
            for one in every:
                one.document, one.organisation = document, document.organisation
            self._hold(every, document)
        for document in documents:
            nothing_replaces_itself(document)

    def _hold(self, every: Sequence[DocumentVersion], document: Document) -> None:
        effective = [one for one in every if one.is_effective]
        assert len(effective) <= 1
        assert sum(one.is_open for one in every) <= 1
        for one in every:
            if one.approved_on is not None:
                assert one.approved_on <= self.today
                assert one.effective_from is not None
                assert one.effective_from >= one.approved_on
                assert one.sha256 == self.approved.setdefault(one.pk, one.sha256)
                assert one.is_disposed or sha256_of(one) == one.sha256
            assert not one.in_force or (one.effective_from is not None and one.effective_from <= self.today)
        no_day_belongs_to_two([one for one in every if one.in_force])
        shown = document_view(document, self.head)
        assert shown.effective == (effective[0] if effective else None)
        assert shown.valid_on(self.today) == document.valid_on(self.today) == shown.effective
        words = "".join(block.source for block in shown.blocks)
        assert words == (effective[0].text.replace("\n\n", "") if effective else "")


def no_day_belongs_to_two(held: Sequence[DocumentVersion]) -> None:
    """Hold that each version that was ever in force had ended before the next one took effect."""
    for before, after in pairwise(held):
        assert before.ended_on is not None
        assert after.effective_from is not None
        assert before.ended_on <= after.effective_from


def nothing_replaces_itself(document: Document) -> None:
    """Hold that what replaces a document is never, by any way round, that document."""
    seen, one = set(), document
    while one.replaced_by is not None:
        assert one.pk not in seen
        seen.add(one.pk)
        one = one.replaced_by


class CampaignWalk(Walk):
    """A document in force that members are asked to read, while versions, members and days come and go."""

    def __init__(self, author: Member, head: Member, campaign: Campaign) -> None:
        super().__init__(author, head)
        self.campaign = campaign
        self.in_force_when_signed: dict[int, bool] = {}

    def running(self) -> Campaign:
        rows = Campaign.objects.select_related("organisation", "document_version__document__organisation", "owner")
        return rows.get(pk=self.campaign.pk)

    def do(self, act: Callable[[Campaign], object]) -> None:
        with self.may_be_refused():
            act(self.running())

    @rule(is_new=st.booleans())
    def version_ends(self, is_new: bool) -> None:  # noqa: FBT001 -- as the library calls it
        if is_new:
            self.do(lambda one: campaigns.next_version(one, self.author))
        else:
            self.do(lambda one: changing.withdraw_version(again(one.document_version), reason="Wrong.", by=self.author))

    @rule(which=WHICH)
    def sign(self, which: int) -> None:
        before = set(Signature.objects.values_list("pk", flat=True))
        effective = again(self.running().document_version).is_effective
        with self.may_be_refused():
            campaigns.sign(self.running(), (self.author, self.head)[which])
        for pk in set(Signature.objects.values_list("pk", flat=True)) - before:
            self.in_force_when_signed[pk] = effective

    @rule(days=DAYS, carries_on=st.booleans())
    def be_moved(self, days: int, carries_on: bool) -> None:  # noqa: FBT001 -- as the library calls it
        act = campaigning.carry_on if carries_on else campaigning.extend
        self.do(lambda one: act(one, self.today + dt.timedelta(days=days), by=self.author))

    @rule()
    def be_widened(self) -> None:
        factories.member(self.author.organisation, Role.CONTRIBUTOR)
        self.do(lambda one: campaigning.widen(one, by=self.author))

    @rule(is_sure=st.booleans())
    def be_closed(self, is_sure: bool) -> None:  # noqa: FBT001 -- as the library calls it
        if is_sure:
            self.do(lambda one: campaigning.close(one, reason="Enough.", by=self.author))

    @rule(days=st.integers(min_value=1, max_value=3))
    def days_pass(self, days: int) -> None:
        self.go_on(days)

    @invariant()
    def campaigns_keep_their_promises(self) -> None:
        assert all(self.in_force_when_signed.values())
        one: Any = Campaign.objects.with_progress().get(pk=self.campaign.pk)
        assert 0 <= one.signed <= one.asked
        if not one.is_running:
            asked = CampaignReader.objects.of(one.organisation).of_campaign(one).values("item__request")
            assert not SigningRequest.objects.filter(pk__in=asked, state=SigningState.OPEN).exists()
        rows = SigningItem.objects.of(self.author.organisation).filter(outcome=Outcome.PENDING)
        waiting = list(rows.filter(request__state=SigningState.OPEN).values_list("record_id", "request__owner"))
        assert len(set(waiting)) == len(waiting)


def walk(begin: Callable[[], Walk]) -> None:
    """Walk a few times. The library asks for a class, and calls it."""
    machine: Any = begin
    run_state_machine_as_test(machine, settings=FEW)


def test_versions_hold_what_is_promised_on_every_walk(author: Member, head: Member) -> None:
    """At most one is in force, none before its approval or its day, and readers get it; nothing replaces itself."""
    old, since = drafted(author, retention_months=0), day_in(author.organisation.time_zone) - dt.timedelta(days=9)
    changing.approve_outside(old, outside_by="The board", on=since, effective_from=since, by=author)
    documents = [drafted(author).document, old.document]
    walk(lambda: VersionWalk(author, head, documents))


def test_campaigns_hold_what_is_promised_on_every_walk(author: Member, head: Member) -> None:
    """Nobody signs what is not in force or is asked twice, and a closed campaign asks nobody."""
    campaign = campaigns.started(author, in_force(author, head), audience=Audience.EVERYBODY)
    walk(lambda: CampaignWalk(author, head, campaign))
