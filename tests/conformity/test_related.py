"""Evidence that serves a related requirement is offered where it may serve too."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.conformity.rating import tree
from tests.evidence import made
from tests.factories import client_of
from waymark.catalogue.models.framework import Mapping
from waymark.catalogue.relations import related_requirements
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.models.standing import Standing
from waymark.conformity.related import kin_of_point, kin_of_requirement
from waymark.core.clock import day_in
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.related import offers_for
from waymark.people.models.member import Member
from waymark.trail.door import insert_unrecorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    related_requirements.cache_clear()
    yield
    related_requirements.cache_clear()


@pytest.fixture
def browser(owner: Member) -> Client:
    return client_of(owner)


def standing(of: Member, ref: str) -> int:
    return Standing.objects.of(of.organisation).get(requirement__ref=ref).pk


def on_requirement(item: Evidence, ref: str) -> Evidence:
    link(item, STANDING, standing(item.owner, ref), by=item.owner)
    return item


def offered(member: Member, kind: str, pk: int) -> dict[str, tuple[str, ...]]:
    found = offers_for(member, kind, pk, day_in("UTC"))
    return {one.row.evidence.reference: one.serves for one in found}


def at(member: Member, path: str) -> str:
    return f"/o/{member.organisation.slug}/{path}"


class TestKin:
    def test_shares_an_entry_of_another_framework(self) -> None:
        related = related_requirements((tree().framework_id,), tree().requirement("6.1.2").pk)
        refs = [tree().requirement_with(one.requirement_id).ref for one in related]
        assert refs[0] == "6.1.3"
        assert set(refs) == {"6.1.3", "8.3", "6.1.1", "8.2", "A.5.2", "6.1.4"}
        assert all(one.through for one in related)

    def test_is_nobody_through_what_is_loose_or_unsure(self) -> None:
        entries = Mapping.objects.of_framework(tree().framework_id)
        for one in tree().auditable:
            own = set(
                entries.filter(requirement=one.pk)
                .exclude(relation="supports")
                .exclude(confidence="low")
                .values_list("target_ref", flat=True)
            )
            assert {kin.through for kin in related_requirements((tree().framework_id,), one.pk)} <= own

    def test_is_first_what_is_mapped_itself_from_either_side(self) -> None:
        here, there = tree().requirement("4.1"), tree().requirement("10.2")
        slug = "iso-42001-2023-2"
        common = {"target_framework": slug, "relation": "supports", "confidence": "high", "basis": "editorial"}
        insert_unrecorded([Mapping(requirement_id=here.pk, code="X-1", target_ref="10.2", **common)])
        for one, other in ((here, there), (there, here)):
            first = related_requirements((tree().framework_id,), one.pk)[0]
            assert (first.requirement_id, first.through) == (other.pk, "")

    def test_is_nobody_in_an_edition_that_was_not_taken_up(self) -> None:
        assert related_requirements((999_999,), tree().requirement("6.1.2").pk) == ()

    def test_is_no_control_that_was_left_out(self, owner: Member, manager: Member) -> None:
        control = Standing.objects.of(owner.organisation).get(requirement__ref="A.5.2")
        before = kin_of_requirement(owner, standing(owner, "6.1.2")).others
        assert (STANDING, control.pk) in before
        control.leave_out(code="no_activity", reason="No AI system of ours is covered by it at all", by=manager)
        assert (STANDING, control.pk) not in kin_of_requirement(owner, standing(owner, "6.1.2")).others

    def test_is_the_same_for_a_point_as_for_its_requirement(self, owner: Member) -> None:
        of_point = kin_of_point(owner, tree().point("6.1.2-1").pk)
        assert of_point.others == kin_of_requirement(owner, standing(owner, "6.1.2")).others
        assert (POINT, tree().point("6.1.2-2").pk) not in of_point.own

    def test_is_nobody_of_what_is_not_there(self, owner: Member) -> None:
        assert not kin_of_requirement(owner, 999_999).others
        assert not kin_of_point(owner, 999_999).others


class TestOffer:
    def test_names_what_the_evidence_is_used_for_and_why_that_is_related(self, owner: Member) -> None:
        on_requirement(made.evidence(owner, "Treatment plan"), "6.1.3")
        link(Evidence.objects.get(), POINT, tree().point("8.3-1").pk, by=owner)
        on_requirement(made.evidence(owner, "Nothing to do with it"), "7.4")
        serves = offered(owner, STANDING, standing(owner, "6.1.2"))
        assert set(serves) == {"EV-1"}
        assert [one.split()[0] for one in serves["EV-1"]] == ["6.1.3", "8.3"]
        assert serves["EV-1"][0].startswith("6.1.3 (both relate to ")

    def test_leaves_out_what_is_there_retired_ended_or_not_to_be_seen(self, owner: Member, reader: Member) -> None:
        there = on_requirement(made.evidence(owner, "There"), "6.1.3")
        link(there, POINT, tree().point("6.1.2-1").pk, by=owner)
        on_requirement(made.evidence(owner, "Retired"), "6.1.3").retire(by=owner, reason="Old")
        on_requirement(made.evidence(owner, "Secret", confidentiality="confidential"), "6.1.3")
        assert set(offered(owner, STANDING, standing(owner, "6.1.2"))) == {"EV-3"}
        assert offered(reader, STANDING, standing(owner, "6.1.2")) == {}
        assert set(offered(owner, POINT, tree().point("6.1.2-2").pk)) == {"EV-1", "EV-3"}

    def test_is_taken_with_one_click_on_the_page_of_the_requirement(self, browser: Client, owner: Member) -> None:
        on_requirement(made.evidence(owner, "Treatment plan"), "6.1.3")
        page = browser.get(at(owner, "requirements/6.1.2")).content.decode()
        assert "Related elsewhere: 1 piece of evidence" in page
        assert "AIMS passage: which part is about AI?" in page
        assert "Use EV-1" in page
        named = f"requirement:{standing(owner, '6.1.2')}"
        answer = browser.post(at(owner, "evidence/1/uses"), {"for": named, "back": ""})
        assert answer["Location"].endswith("/requirements/6.1.2")
        assert EvidenceLink.objects.filter(record_id=standing(owner, "6.1.2")).exists()
        assert "Use EV-1" not in browser.get(at(owner, "requirements/6.1.2")).content.decode()

    def test_stands_where_evidence_is_added_for_a_point(self, browser: Client, owner: Member) -> None:
        on_requirement(made.evidence(owner, "Treatment plan"), "6.1.3")
        named = f"point:{tree().point('6.1.2-1').pk}"
        page = browser.get(at(owner, "evidence/new"), {"for": named}).content.decode()
        assert "Use EV-1" in page
        browser.post(at(owner, "evidence/1/uses"), {"for": named})
        assert "Use EV-1" not in browser.get(at(owner, "evidence/new"), {"for": named}).content.decode()

    def test_stands_nowhere_for_those_who_may_not_collect(self, owner: Member, reader: Member) -> None:
        on_requirement(made.evidence(owner, "Treatment plan"), "6.1.3")
        page = client_of(reader).get(at(owner, "requirements/6.1.2")).content.decode()
        assert "Related elsewhere:" not in page
        assert "Treatment plan" not in page
