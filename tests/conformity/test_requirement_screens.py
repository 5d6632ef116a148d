"""Requirements on screen: filters in the address, owners for many at once, owners by clause, applicability."""

import datetime as dt
import json
import re

import pytest
from django.test import Client

from tests import factories
from tests.conformity.rating import a_round, framework, rate, rating, tree
from tests.conformity.screens import HTMX, at, text_of
from tests.factories import client_of
from waymark.catalogue.models.framework import Mapping
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import framework_of, tree_of
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(manager: Member) -> Client:
    return client_of(manager)


def standing(organisation: Organisation, ref: str) -> Standing:
    return Standing.objects.of(organisation).with_refs([ref]).select_related("requirement", "owner").get()


class TestList:
    def test_lists_every_requirement(self, visitor: Client, organisation: Organisation) -> None:
        shown = text_of(visitor.get(at("requirements", organisation)))
        assert shown.count('type="checkbox" name="chosen"') == 70
        assert "1 to 70 of 70" in shown

    def test_filters_by_what_the_address_says(self, visitor: Client, organisation: Organisation, owner: Member) -> None:
        standing(organisation, "6.1.2").assign(owner, None, by=CONSOLE)
        address = at("requirements", organisation)
        mine = text_of(visitor.get(f"{address}?owner={owner.pk}", headers=HTMX))
        assert mine.count('name="chosen"') == 1
        assert "6.1.2" in mine
        assert text_of(visitor.get(f"{address}?owner=nobody", headers=HTMX)).count('name="chosen"') == 69

    def test_finds_by_number_title_and_the_words_of_points(self, visitor: Client, organisation: Organisation) -> None:
        framework = framework_of(organisation)
        assert framework is not None
        tree = tree_of(organisation, framework.pk)
        one = next(one for one in tree.controls if one.points)
        word = max(one.points[-1].text.split(), key=len).strip(".,;:()").upper()
        for asked, found in ((one.ref, one.ref), (one.title.swapcase(), one.ref), (f"{word} {one.ref}", one.ref)):
            shown = text_of(visitor.get(at("requirements", organisation), {"q": asked}, headers=HTMX))
            assert f'value="{found}:' in shown, asked
        assert "No results" in text_of(visitor.get(at("requirements", organisation), {"q": "xyzzy"}, headers=HTMX))

    def test_exports_exactly_what_words_find(self, visitor: Client, organisation: Organisation) -> None:
        shown = text_of(visitor.get(at("requirements", organisation), {"q": "a.6"}, headers=HTMX))
        file = visitor.get(at("register_file", organisation, "requirements", "json"), {"q": "a.6"})
        keys = [row["key"] for row in json.loads(b"".join(file))]
        assert keys == re.findall(r'name="chosen" value="([^:]+):', shown)
        assert 0 < len(keys) < 70

    def test_offers_nothing_to_change_to_a_reader(self, reader: Member, organisation: Organisation) -> None:
        shown = text_of(client_of(reader).get(at("requirements", organisation)))
        assert 'name="chosen"' not in shown
        assert 'name="act"' not in shown


class TestMany:
    def test_names_the_owner_of_many(self, visitor: Client, organisation: Organisation, owner: Member) -> None:
        typed = {"chosen": ["4.1:1", "A.7.2:1"], "act": "owner", "owner": str(owner.pk), "due_on": ""}
        answer = visitor.post(at("requirement_assignments", organisation), typed, follow=True)
        assert "2 changed" in text_of(answer)
        assert {standing(organisation, ref).owner for ref in ("4.1", "A.7.2")} == {owner}
        assert Standing.objects.of(organisation).unowned().count() == 68

    def test_takes_owners_away(self, visitor: Client, organisation: Organisation, owner: Member) -> None:
        standing(organisation, "4.1").assign(owner, None, by=CONSOLE)
        typed = {"chosen": ["4.1:2"], "act": "owner", "owner": ""}
        assert visitor.post(at("requirement_assignments", organisation), typed).status_code == 422
        assert standing(organisation, "4.1").owner == owner
        visitor.post(at("requirement_assignments", organisation), {**typed, "nobody": "on"})
        assert standing(organisation, "4.1").owner is None

    def test_dates_many_and_leaves_their_owners(
        self, visitor: Client, organisation: Organisation, owner: Member
    ) -> None:
        standing(organisation, "4.1").assign(owner, None, by=CONSOLE)
        typed = {"chosen": ["4.1:2", "4.2:1"], "act": "due", "owner": "", "due_on": "2026-06-01"}
        visitor.post(at("requirement_assignments", organisation), typed)
        assert standing(organisation, "4.2").due_on == dt.date(2026, 6, 1)
        assert standing(organisation, "4.1").owner == owner

    @pytest.mark.parametrize(
        "wrong",
        [
            {"chosen": []},
            {"chosen": ["99:1"]},
            {"chosen": ["4.1"]},
            {"act": "delete"},
            {"owner": "999999"},
            {"act": "due", "due_on": "0026-06-01"},
            {"x": "y"},
        ],
        ids=str,
    )
    def test_refuses_what_it_cannot_do(
        self, visitor: Client, organisation: Organisation, wrong: dict[str, str | list[str]]
    ) -> None:
        typed = {"chosen": ["4.1:1"], "act": "owner", "owner": "", "due_on": ""} | wrong
        assert visitor.post(at("requirement_assignments", organisation), typed).status_code == 422

    def test_refuses_a_member_of_another_organisation(
        self, visitor: Client, organisation: Organisation, outsider: Member
    ) -> None:
        typed = {"chosen": ["4.1:1"], "act": "owner", "owner": str(outsider.pk)}
        assert visitor.post(at("requirement_assignments", organisation), typed).status_code == 422
        assert Standing.objects.of(organisation).unowned().count() == 70

    def test_refuses_a_former_member(self, visitor: Client, organisation: Organisation, owner: Member) -> None:
        owner.leave(by=CONSOLE, reason="Moved on")
        typed = {"chosen": ["4.1:1"], "act": "owner", "owner": str(owner.pk)}
        assert visitor.post(at("requirement_assignments", organisation), typed).status_code == 422


class TestOwnersByClause:
    def test_names_owners_clause_by_clause(
        self, visitor: Client, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        standing(organisation, "4.1").assign(manager, None, by=CONSOLE)
        typed = {"group-4": str(owner.pk), "group-A.7": str(owner.pk)}
        answer = visitor.post(at("requirement_owners", organisation), typed, follow=True)
        assert answer.status_code == 200
        assert standing(organisation, "4.1").owner == manager
        assert {standing(organisation, ref).owner for ref in ("4.2", "4.3", "4.4", "A.7.2", "A.7.6")} == {owner}
        assert standing(organisation, "5.1").owner is None

    def test_takes_over_from_others_when_asked(
        self, visitor: Client, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        standing(organisation, "4.1").assign(manager, None, by=CONSOLE)
        visitor.post(at("requirement_owners", organisation), {"group-4": str(owner.pk), "also_owned": "on"})
        assert standing(organisation, "4.1").owner == owner

    def test_fills_in_who_fits_the_typical_role(self, visitor: Client, organisation: Organisation) -> None:
        boss = factories.member(organisation, name="Bea Boss", signs_in=False, owner_roles=["top_management"])
        shown = text_of(visitor.get(at("requirement_owners", organisation)))
        assert f'<option value="{boss.pk}" selected>' in shown
        assert "Bea Boss" in shown

    def test_refuses_a_stranger(self, visitor: Client, organisation: Organisation, outsider: Member) -> None:
        answer = visitor.post(at("requirement_owners", organisation), {"group-4": str(outsider.pk)})
        assert answer.status_code == 422
        assert Standing.objects.of(organisation).unowned().count() == 70


class TestOne:
    def test_shows_status_history_and_relations(
        self, visitor: Client, organisation: Organisation, owner: Member
    ) -> None:
        assessment = a_round(organisation)
        rate(assessment, rating("6.1.2-1", Verdict.MISSING, finding="No method"), by=owner)
        rate(assessment, rating("6.1.2-1", Verdict.PARTIAL, finding="A draft"), by=owner)
        shown = text_of(visitor.get(at("requirement", organisation, "6.1.2")))
        for part in ("No method", "A draft", "Omar Owner", "GA-1", "1 partial"):
            assert part in shown, part

    def test_reads_equal_as_the_same_structure(self, visitor: Client, organisation: Organisation) -> None:
        words = "Same structure: one process or document can serve both, but the AIMS-specific part must be shown."
        equal = Mapping.objects.of_framework(framework().pk).filter(relation="equal")
        refs = set(equal.values_list("requirement__ref", flat=True))
        same, other = (
            next(one.ref for one in tree().auditable if (one.ref in refs) is is_in) for is_in in (True, False)
        )
        shown = text_of(visitor.get(at("requirement", organisation, same)))
        assert "same structure, " in shown
        assert words in shown
        assert words not in text_of(visitor.get(at("requirement", organisation, other)))
        assert not re.search(r">\s*equal\b", shown)

    def test_names_owner_and_date(self, visitor: Client, organisation: Organisation, owner: Member) -> None:
        version = str(standing(organisation, "4.1").version)
        typed = {"owner": str(owner.pk), "due_on": "2026-06-01", "version": version}
        answer = visitor.post(at("requirement_assignment", organisation, "4.1"), typed)
        assert answer.status_code == 303
        assert (standing(organisation, "4.1").owner, standing(organisation, "4.1").due_on) == (
            owner,
            dt.date(2026, 6, 1),
        )

    def test_refuses_to_overrule_a_newer_version(
        self, visitor: Client, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        version = str(standing(organisation, "4.1").version)
        standing(organisation, "4.1").assign(manager, None, by=CONSOLE)
        typed = {"owner": str(owner.pk), "due_on": "", "version": version}
        assert visitor.post(at("requirement_assignment", organisation, "4.1"), typed).status_code == 409
        assert standing(organisation, "4.1").owner == manager

    def test_keeps_what_was_typed_when_it_refuses(self, visitor: Client, organisation: Organisation) -> None:
        version = str(standing(organisation, "A.7.2").version)
        answer = visitor.post(
            at("requirement_assignment", organisation, "4.1"), {"owner": "", "due_on": "1815-06-18", "version": version}
        )
        assert answer.status_code == 422
        assert "1815-06-18" in text_of(answer)

    def test_leaves_a_control_out_with_its_reason(self, visitor: Client, organisation: Organisation) -> None:
        typed = {
            "left_out": "yes",
            "reason_code": "other_party",
            "reason": "Our vendors collect all data.",
            "version": "1",
        }
        shown = text_of(visitor.post(at("requirement_applicability", organisation, "A.7.2"), typed, follow=True))
        assert standing(organisation, "A.7.2").left_out_code == "other_party"
        words = "Done by another party and assured through A.10.3: Our vendors collect all data."
        for part in ("provisionally left out, no SoA yet", words):
            assert part in shown, part
        visitor.post(at("requirement_applicability", organisation, "A.7.2"), {"left_out": "no", "version": "2"})
        assert not standing(organisation, "A.7.2").left_out

    @pytest.mark.parametrize(
        ("ref", "reason"), [("A.7.2", ""), ("A.7.2", "no"), ("4.1", "We would rather not have this one.")]
    )
    def test_refuses_to_leave_out(self, visitor: Client, organisation: Organisation, ref: str, reason: str) -> None:
        typed = {"left_out": "yes", "reason_code": "no_risk", "reason": reason, "version": "1"}
        refused = visitor.post(at("requirement_applicability", organisation, ref), typed)
        assert refused.status_code == 422
        for wanted in ("Required to exclude it, at least 15 characters.", "needs a reason of at least 15 characters."):
            assert (wanted in text_of(refused)) is (ref != "4.1")
        assert (f">\n{reason}</textarea>" in text_of(refused)) is (ref != "4.1")
        assert not standing(organisation, ref).left_out

    @pytest.mark.parametrize("ref", ["99", "4", "A.7", "x", "6.1.4-1"])
    def test_does_not_know_what_is_no_requirement(self, visitor: Client, organisation: Organisation, ref: str) -> None:
        address = at("requirements", organisation) + ref
        assert visitor.get(address).status_code == 404
        assert visitor.post(f"{address}/assignment", {"version": "1"}).status_code == 404
        assert visitor.post(f"{address}/applicability", {"left_out": "no", "version": "1"}).status_code == 404
