"""Beginning a document from an outline on its page, the marks and the drift shown, and drafting again from records."""

import pytest

from tests import factories
from tests.documents.recorded import manager_of_nothing
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.documents.changing import add_document, draft_version, edit_draft
from waymark.documents.drafting import refreshed
from waymark.documents.items import proposed_for
from waymark.documents.marks import marks_left
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.outlining import NotFromRecords, SubjectMissing, begin, draft_again, drift_shown
from waymark.documents.package_data import document_data
from waymark.documents.sources.asking import Asking
from waymark.people.models.member import Member
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db
OUTLINES = document_data().outlines


@pytest.fixture
def by(db: None) -> Member:
    return manager_of_nothing()


def site(by: Member, name: str) -> Site:
    return Site.add(by.organisation, owner=by, by=by, name=name, functions="Development")


def version_of(document: Document) -> DocumentVersion:
    version: DocumentVersion = document.open_version
    return version


def test_begins_a_document_with_what_is_recorded(by: Member) -> None:
    site(by, "Berlin")
    document = begin(OUTLINES["D-01"], title="Our scope", owner=by, by=by)
    version = version_of(document)
    assert (document.items, document.review_months, version.title) == (["M-01"], 12, "Our scope")
    assert "| Berlin |" in version.text
    assert {one.mark for one in version.drafted_from} == {"organisation", "sites"}
    assert len(marks_left(version.text)) == len(OUTLINES["D-01"].marks) - 2


def test_refuses_an_outline_for_one_record_without_it(by: Member) -> None:
    with pytest.raises(SubjectMissing):
        begin(OUTLINES["D-29"], title="Resources", owner=by, by=by)
    with pytest.raises(SubjectMissing):
        begin(OUTLINES["D-01"], title="Scope", owner=by, about=site(by, "Berlin"), by=by)
    assert not Document.objects.of(by.organisation).exists()


def test_drafts_again_what_records_said_and_keeps_what_a_person_wrote(by: Member) -> None:
    one = site(by, "Berlin")
    version = version_of(begin(OUTLINES["D-01"], title="Our scope", owner=by, by=by))
    written = version.text.replace("{{purpose}} *Why this statement exists and who uses it*", "It binds **all** of us.")
    edit_draft(version, text=written, by=by)
    assert drift_shown(version, by) == ()
    one.edit(name="Hamburg", functions="Development", by=by)
    site(by, "Riga")
    assert [one.check.id for one in drift_shown(version, by)] == ["sites"]
    draft_again(version, by=by)
    again = DocumentVersion.objects.get(pk=version.pk)
    assert "| Hamburg |" in again.text
    assert "| Riga |" in again.text
    assert "Berlin" not in again.text
    assert "It binds **all** of us." in again.text
    assert "names 1, the register has 2" in again.summary
    assert drift_shown(again, by) == ()


def test_leaves_a_part_that_a_person_edited(by: Member) -> None:
    site(by, "Berlin")
    outline = OUTLINES["D-01"]
    version = version_of(begin(outline, title="Our scope", owner=by, by=by))
    text = version.text.replace("| Berlin |", "| Berlin (main) |")
    site(by, "Riga")
    again = refreshed(text, version.drafted_from, outline, Asking.today(by))
    assert "| Berlin (main) |" in again.text
    assert "Riga" not in again.text
    assert {one.mark for one in again.filled} == {"organisation", "sites"}


def test_fills_a_mark_that_had_nothing_to_fill_it(by: Member) -> None:
    outline = OUTLINES["D-01"]
    version = version_of(begin(outline, title="Our scope", owner=by, by=by))
    site(by, "Riga")
    again = refreshed(version.text, version.drafted_from, outline, Asking.today(by))
    assert "| Riga |" in again.text
    assert "sites" in {one.mark for one in again.filled}


def test_keeps_what_a_version_was_drafted_from_with_the_next(by: Member) -> None:
    version = version_of(begin(OUTLINES["D-01"], title="Our scope", owner=by, by=by))
    version.withdraw(reason="Another way", by=by)
    assert draft_version(version.document, reason="Again", by=by).filled == version.filled


def test_refuses_to_draft_a_text_by_hand_from_records(by: Member) -> None:
    known = {**proposed_for(["M-01"]), "title": "Scope", "classification": "internal"}
    document = add_document(by.organisation, owner=by, by=by, text="By hand.", **known)
    with pytest.raises(NotFromRecords):
        draft_again(version_of(document), by=by)


def test_begins_a_document_on_the_page_of_an_outline(by: Member) -> None:
    browser, slug = factories.client_of(by), by.organisation.slug
    assert "D-30" in browser.get(f"/o/{slug}/documents/outlines").content.decode()
    system = AISystem.add(by.organisation, owner=by, by=by, name="Triage", purpose="Ranks tickets")
    address = f"/o/{slug}/documents/outlines/D-29"
    assert "SYS-1 Triage" in browser.get(address).content.decode()
    assert browser.post(address, {"title": "Resources", "owner": by.pk, "about": ""}).status_code == 422
    answer = browser.post(address, {"title": "Resources", "owner": by.pk, "about": system.pk})
    assert answer.status_code == 303
    page = browser.get(answer["Location"]).content.decode()
    assert "marks are still to be filled" in page
    assert ">Computing</bdi></a>" in page
    system.edit(name="Triage", purpose="Ranks all tickets", stage="deployment", by=by)
    version = DocumentVersion.objects.get()
    shown = browser.get(answer["Location"]).content.decode()
    assert "Records have changed since" in shown
    assert "“Idea” → “Going live”" in shown
    again = browser.post(f"/o/{slug}/document-versions/{version.number}/redraft", {"version": version.version})
    assert again.status_code == 303
    assert "Going live" in DocumentVersion.objects.get().text
    assert "Records have changed since" not in browser.get(again["Location"]).content.decode()


def test_shows_readers_the_outlines_and_lets_them_begin_nothing(by: Member) -> None:
    browser = factories.client_of(factories.member(by.organisation, Role.READER))
    address = f"/o/{by.organisation.slug}/documents/outlines/D-01"
    assert "Start document" not in browser.get(address).content.decode()
    assert browser.post(address, {"title": "Mine"}).status_code == 403
    assert browser.get(f"/o/{by.organisation.slug}/documents/outlines/D-99").status_code == 404


def test_begins_nothing_for_a_record_of_strangers(by: Member) -> None:
    stranger = manager_of_nothing()
    theirs = AISystem.add(stranger.organisation, owner=stranger, by=stranger, name="Theirs", purpose="Ranks")
    AISystem.add(by.organisation, owner=by, by=by, name="Triage", purpose="Ranks tickets")
    address = f"/o/{by.organisation.slug}/documents/outlines/D-29"
    answer = factories.client_of(by).post(address, {"title": "Resources", "about": theirs.pk})
    assert answer.status_code == 422
    assert not Document.objects.exists()
