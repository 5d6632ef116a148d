"""Whether who checks evidence is independent of it: warned of before, kept with the check, listed for later audits."""

import pytest

from tests.evidence import made
from tests.factories import client_of, member
from waymark.conformity.models.standing import Standing
from waymark.evidence.checking import verify
from waymark.evidence.independence import as_text, interests_of
from waymark.evidence.involvement import involvements
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Verification
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.work.owners import give

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(owner: Member) -> Member:
    return member(owner.organisation, Role.INTERNAL_AUDITOR, name="Ina Auditor")


@pytest.fixture
def evidence(owner: Member) -> Evidence:
    return made.evidence(owner, "The policy")


def owns(member: Member, ref: str) -> Standing:
    """Let a member own a requirement."""
    standing = Standing.objects.of(member.organisation).select_related("requirement").get(requirement__ref=ref)
    standing.assign(member, None, by=member)
    return standing


def serves(evidence: Evidence, standing: Standing, by: Member, *, point: int = 0) -> None:
    """Link evidence to a requirement, or to one of its points."""
    record = standing.requirement.points.order_by("number")[point - 1].pk if point else standing.pk
    link(evidence, "catalogue.point" if point else "conformity.standing", record, by=by)


class TestInterests:
    def test_are_the_evidence_and_the_requirements_behind_its_links(
        self, evidence: Evidence, owner: Member, auditor: Member
    ) -> None:
        assert interests_of(evidence, auditor) == ()
        serves(evidence, owns(auditor, "5.2"), owner)
        serves(evidence, owns(auditor, "5.3"), owner, point=1)
        serves(evidence, owns(owner, "9.2.2"), owner)
        assert interests_of(evidence, auditor) == ("5.2", "5.3")
        give(evidence, auditor, by=owner)
        assert interests_of(evidence, auditor) == (evidence.reference, "5.2", "5.3")

    def test_end_with_the_link(self, evidence: Evidence, owner: Member, auditor: Member) -> None:
        serves(evidence, owns(auditor, "5.2"), owner)
        end_link(EvidenceLink.objects.get(), by=owner, reason="Not about this")
        assert interests_of(evidence, auditor) == ()

    def test_are_cut_where_they_grow_too_long(self) -> None:
        text = as_text([f"A.{number}.2.{number}" for number in range(200)])
        assert (len(text), text[-1]) == (500, "…")


class TestChecking:
    def test_warns_before_and_shows_after(self, evidence: Evidence, owner: Member, auditor: Member) -> None:
        serves(evidence, owns(auditor, "5.2"), owner)
        client, address = client_of(auditor), f"/o/{owner.organisation.slug}/evidence/1"
        before = client.get(address).content.decode()
        assert "You own 5.2. Your check will be shown as not independent" in before
        sent = {"outcome": "verified", "statement": "Read it"}
        assert client.post(f"{address}/captures/1/verifications", sent).status_code == 303
        assert Verification.objects.get().interests == "5.2"
        assert "Not independent: the checker owned 5.2." in client.get(address).content.decode()

    def test_says_nothing_of_an_independent_check(self, evidence: Evidence, owner: Member, auditor: Member) -> None:
        serves(evidence, owns(owner, "5.2"), owner)
        client, address = client_of(auditor), f"/o/{owner.organisation.slug}/evidence/1"
        assert "not independent" not in client.get(address).content.decode()
        verify(evidence.captures.get(), by=auditor, statement="Read it")
        assert Verification.objects.get().interests is None
        assert "Not independent" not in client.get(address).content.decode()

    def test_keeps_what_the_checker_owned_then(self, evidence: Evidence, owner: Member, auditor: Member) -> None:
        standing = owns(auditor, "5.2")
        serves(evidence, standing, owner)
        verify(evidence.captures.get(), by=auditor, statement="Read it")
        standing.assign(owner, None, by=owner)
        assert [one.interests for one in involvements(owner)] == ["5.2"]


class TestInvolvement:
    def test_lists_who_checked_what(self, evidence: Evidence, owner: Member, auditor: Member, manager: Member) -> None:
        serves(evidence, owns(owner, "5.2"), owner)
        other = made.evidence(owner, "Minutes")
        verify(evidence.captures.get(), by=auditor, statement="Read it")
        verify(other.captures.get(), by=manager, statement="Read them")
        assert [(one.member, one.reference, one.serves) for one in involvements(owner)] == [
            ("Mia Manager", "EV-2/1", ()),
            ("Ina Auditor", "EV-1/1", ("5.2",)),
        ]
        assert [one.reference for one in involvements(owner, member=auditor.pk)] == ["EV-1/1"]

    def test_stands_on_the_page_of_the_member(self, evidence: Evidence, owner: Member, auditor: Member) -> None:
        serves(evidence, owns(owner, "5.2"), owner)
        address = f"/o/{owner.organisation.slug}/members/{auditor.pk}"
        assert "Evidence checked" not in client_of(owner).get(address).content.decode()
        verify(evidence.captures.get(), by=auditor, statement="Read it")
        shown = client_of(owner).get(address).content.decode()
        for part in ("Evidence checked", "EV-1/1", "The policy", "for 5.2"):
            assert part in shown, part

    def test_hides_confidential_evidence(self, owner: Member, auditor: Member, reader: Member) -> None:
        secret = made.evidence(owner, "Secret", confidentiality="confidential")
        verify(secret.captures.get(), by=auditor, statement="Read it")
        assert involvements(reader) == []
        address = f"/o/{owner.organisation.slug}/members/{auditor.pk}"
        assert "EV-1" not in client_of(reader).get(address).content.decode()
