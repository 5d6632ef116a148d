"""How documents, outlines, the master list and campaigns lead to each other, and the picture of reviews to come."""

import datetime as dt

import pytest

from tests import factories
from tests.documents.campaigns import sign, started
from tests.documents.signing import drafted, in_force
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.campaign_choices import Audience
from waymark.documents.models.document import Document
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db
REASON = "There is a better one."


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


def page(who: Member, path: str, **asked: str) -> str:
    answer = factories.client_of(who).get(f"/o/{who.organisation.slug}/{path}", asked)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_leads_from_an_item_to_its_outlines_and_back(author: Member) -> None:
    place = f"/o/{author.organisation.slug}/documents"
    assert f'href="{place}/outlines/D-03"' in page(author, "documents/master-list/M-03")
    assert f'href="{place}/master-list/M-03"' in page(author, "documents/outlines/D-03")
    assert f'href="{place}/master-list/M-03"' in page(author, "documents/outlines")
    assert f'href="{place}/outlines"' in page(author, "documents/master-list")
    document = drafted(author).document
    assert f'href="{place}/master-list/M-03"' in page(author, f"documents/{document.number}")


def test_leads_from_a_document_to_its_campaigns_and_back(author: Member, head: Member) -> None:
    version = in_force(author, head)
    one = started(author, version, audience=Audience.CHOSEN, chosen=[author, head])
    sign(one, author)
    place, document = f"/o/{author.organisation.slug}", version.document
    shown = page(author, f"documents/{document.number}")
    assert f'href="{place}/campaigns/{one.number}"' in shown
    assert "1 of 2 members have signed" in shown
    assert f'href="{place}/documents/{document.number}"' in page(author, f"campaigns/{one.number}")


def test_starts_a_campaign_on_the_version_in_force_for_who_may(author: Member, head: Member) -> None:
    version = in_force(author, head)
    address = f"/o/{author.organisation.slug}/campaigns/new?document_version={version.number}"
    shown = page(author, f"documents/{version.document.number}")
    assert f'href="{address}"' in shown
    form = page(author, "campaigns/new", document_version=str(version.number), message="Not asked for")
    assert f'<option value="{version.number}" selected>' in form
    assert "Not asked for" not in form
    reader = factories.member(author.organisation, Role.READER)
    assert "campaigns/new" not in page(reader, f"documents/{version.document.number}")


@pytest.mark.parametrize("given", ["0", "x", "999999999999999999999", "٣"])
def test_chooses_nothing_for_a_version_there_is_not(given: str, author: Member, head: Member) -> None:
    in_force(author, head)
    assert '<option value="" selected>' in page(author, "campaigns/new", document_version=given)


def test_starts_no_campaign_on_a_draft_or_a_withdrawn_document(author: Member, head: Member) -> None:
    draft, other = drafted(author, title="Draft").document, in_force(author, head).document
    changing.withdraw_document(other, reason=REASON, by=author)
    for document in (draft, other):
        assert "campaigns/new" not in page(author, f"documents/{document.number}")


def due(author: Member, title: str, on: dt.date | None) -> Document:
    return drafted(author, title=title, next_review_on=on, review_months=None).document


def test_shows_reviews_by_month_and_leads_to_their_lists(author: Member) -> None:
    today = day_in(author.organisation.time_zone)
    first = add_months(today.replace(day=1), 2)
    last = add_months(first, 1) - dt.timedelta(days=1)
    due(author, "Late", today - dt.timedelta(days=40))
    due(author, "Soon", first)
    due(author, "Also soon", last)
    due(author, "Far", add_months(today.replace(day=1), 12))
    due(author, "Never", None)
    gone = due(author, "Gone", first)
    changing.withdraw_document(gone, reason=REASON, by=author)
    shown = page(author, "documents/", display="picture").split('id="picture"', 1)[1]
    assert "5 documents by month of review" in shown
    assert "<b>1</b> Review due" in shown
    assert "<b>3</b> Review ahead" in shown
    assert "<b>1</b> No review date" in shown
    assert f'<a href="?review_from={first}&amp;review_until={last}">2</a>' in shown
    assert shown.count('<th scope="row">') == 2 * 15
    listed = page(author, "documents/", review_from=str(first), review_until=str(last))
    assert ("Also soon" in listed, "Far" in listed, "Late" in listed) == (True, False, False)


def test_shows_only_what_the_filters_leave(author: Member) -> None:
    today = day_in(author.organisation.time_zone)
    due(author, "AI policy", today + dt.timedelta(days=1))
    due(author, "Procedure", today + dt.timedelta(days=1))
    shown = page(author, "documents/", display="picture", q="policy")
    assert "1 document by month of review" in shown
    assert "?q=policy&amp;review_from=" in shown


def test_names_five_documents_of_a_month(author: Member) -> None:
    first = add_months(day_in(author.organisation.time_zone).replace(day=1), 3)
    for number in range(7):
        due(author, f"Procedure {number}", first)
    assert "and 2 more" in page(author, "documents/", display="picture")
