"""Text that wants to be something else: it is refused, or it is stored and shown as the text it is."""

import pytest
from django.test import Client

from tests import factories
from tests.conformity.rating import a_round, closed, judgements
from tests.conformity.screens import at, in_round, points_in, text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
HARMLESS = {
    "formula": "=1+1",
    "at": "@SUM(A1)",
    "plus": "+1+cmd|' /C calc'!A0",
    "script": SCRIPT,
    "attribute": '" autofocus onfocus="alert(1)',
    "template": "{{ 7*7 }}{% raw %}",
    "entity": "&lt;b&gt;",
    "arabic": "\u0645\u0631\u062d\u0628\u0627 \u200f\u0628\u0627\u0644\u0639\u0627\u0644\u0645",
    "emoji": "👩\u200d🔧 fixed it",
}
REFUSED = {
    "override": "invoice\u202efdp.exe",
    "isolate": "a\u2066b\u2069c",
    "null": "a\x00b",
    "bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "separator": "a\u2028b",
    "unassigned": "a\U000e0fffb",
    "marks": "a" + "\u0301" * 12,
}
REFUSED_IN_PYTHON = pytest.mark.sqlite_only("forms refuse it before anything is stored")
# What the pages of a browser must never hold, whatever somebody typed.
RAW = ("<script>alert(1)", 'onfocus="alert(1)"', "{{ 49", ">49<", "<b>&lt;")


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


@pytest.fixture
def assessment(organisation: Organisation) -> GapAssessment:
    return a_round(organisation, "A.2.2")


def typed(**texts: str) -> dict[str, str]:
    return {"verdict": "partial", "base_revision": "0", "finding": "", "evidence": "", "action": ""} | texts


def pages_of(visitor: Client, assessment: GapAssessment) -> dict[str, str]:
    organisation = assessment.organisation
    addresses = [
        *(at(name, organisation) for name in ("path", "gap_rounds", "requirements", "requirement_owners", "members")),
        *(in_round(name, assessment) for name in ("gap_round", "gap_result")),
        points_in(assessment),
        in_round("gap_sheet", assessment, "4.1"),
        in_round("gap_news", assessment, "4.1"),
        at("requirement", organisation, "4.1"),
        at("requirement", organisation, "A.2.2"),
    ]
    return {address: text_of(visitor.get(address)) for address in addresses}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_shows_text_as_text_wherever_it_was_typed(
    text: str, visitor: Client, assessment: GapAssessment, administrator: Member
) -> None:
    organisation = assessment.organisation
    act = in_round("gap_judgements", assessment, "4.1", "4.1-1")
    assert visitor.post(act, typed(finding=text, evidence=text, action=text)).status_code == 303
    assessment.rename(text, by=CONSOLE)
    control = Standing.objects.of(organisation).with_refs(["A.2.2"]).select_related("requirement").get()
    control.leave_out(code="no_activity", reason=f"{text} and so on and on", by=CONSOLE)
    named = factories.member(organisation, name=text, signs_in=False, owner_roles=["top_management"])
    Standing.objects.of(organisation).with_refs(["4.1"]).get().assign(named, None, by=CONSOLE)
    organisation.describe(by=administrator, name=text, about=text, time_zone="UTC")
    for address, page in pages_of(visitor, assessment).items():
        assert [raw for raw in RAW if raw in page] == [], address
    kept = judgements(assessment)[0]
    assert (kept.finding, kept.evidence, kept.action) == (text, text, text)
    closed(assessment)
    shown = pages_of(visitor, assessment)
    assert [raw for raw in RAW for page in shown.values() if raw in page] == []


@REFUSED_IN_PYTHON
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("field", ["finding", "evidence", "action"])
def test_refuses_characters_nobody_can_see(text: str, field: str, visitor: Client, assessment: GapAssessment) -> None:
    answer = visitor.post(in_round("gap_judgements", assessment, "4.1", "4.1-1"), typed(**{field: text}))
    assert answer.status_code == 422
    assert judgements(assessment) == []


@REFUSED_IN_PYTHON
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refuses_them_in_every_other_field_too(text: str, visitor: Client, assessment: GapAssessment) -> None:
    organisation = assessment.organisation
    reason = f"{text} and so on and on"
    sent = [
        (at("gap_opening", organisation), {"title": text, "started_on": "2026-03-02"}),
        (in_round("gap_closing", assessment), {"reason": reason, "version": "1"}),
        (
            at("requirement_applicability", organisation, "A.7.2"),
            {"left_out": "yes", "reason_code": "no_risk", "reason": reason, "version": "1"},
        ),
        (at("new_member", organisation), {"name": text, "roles": "reader"}),
        (at("new_member", organisation), {"name": "Nele", "post": text, "roles": "reader"}),
        (at("organisation_settings", organisation), {"name": text, "time_zone": "UTC", "version": "1"}),
        (at("wording", organisation, "4.1"), {"text": text, "source": "Order 1", "version": "0"}),
        (at("wording", organisation, "4.1"), {"text": "Text", "source": text, "version": "0"}),
    ]
    answers = {f"{address} {sorted(form)}": visitor.post(address, form).status_code for address, form in sent}
    assert {name: status for name, status in answers.items() if status != 422} == {}
    assert GapAssessment.objects.of(organisation).get().is_open


def test_links_only_what_is_a_web_address(visitor: Client, assessment: GapAssessment) -> None:
    for point, evidence in (("4.1-1", "javascript:alert(1)"), ("4.1-2", "https://wiki.example/a?b=1&c=<2>")):
        visitor.post(in_round("gap_judgements", assessment, "4.1", point), typed(evidence=evidence))
    closed(assessment)
    shown = text_of(visitor.get(in_round("gap_sheet", assessment, "4.1")))
    assert 'href="javascript:' not in shown
    assert 'href="https://wiki.example/a?b=1&amp;c=&lt;2&gt;"' in shown
