"""Documents at the console: which version was in force on a day, and a version as a file."""

import datetime as dt
from pathlib import Path

import pytest

from tests import factories
from tests.documents.signing import again, drafted
from tests.evidence import made
from tests.site.console import answer, run
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db
YEAR = dt.timedelta(days=365)


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def org(organisation: Organisation) -> tuple[str, str]:
    return "--org", organisation.slug


@pytest.fixture
def today(organisation: Organisation) -> dt.date:
    return day_in(organisation.time_zone)


def approved(version: DocumentVersion, on: dt.date, *, by: Member) -> DocumentVersion:
    changing.approve_outside(version, outside_by="The board", on=on, effective_from=on, by=by)
    return again(version)


@pytest.fixture
def second(author: Member, today: dt.date) -> DocumentVersion:
    """Return the second version of a document, in force since a year; the first had been since two years ago."""
    first = approved(drafted(author, "# Purpose\n\nThe old text."), today - 2 * YEAR, by=author)
    newer = changing.draft_version(first.document, reason="The law changed.", by=author)
    changing.edit_draft(newer, text="# Purpose\n\nThe new text.", by=author)
    return approved(again(newer), today - YEAR, by=author)


class TestShow:
    def test_prints_the_version_that_was_in_force_on_a_day(
        self, second: DocumentVersion, org: tuple[str, str], today: dt.date
    ) -> None:
        for day, edition, words in (
            (today - 2 * YEAR, 1, "The old text."),
            (today - YEAR - dt.timedelta(days=1), 1, "The old text."),
            (today - YEAR, 2, "The new text."),
            (today, 2, "The new text."),
        ):
            shown = answer("document", "show", "DOC-1", *org, "--on", day.isoformat())
            assert (shown["version"], shown["on"]) == (edition, day.isoformat())
            assert words in shown["text"]
        assert answer("document", "show", "DOC-1", *org)["version"] == 2
        assert shown["approved_by"] == "The board"
        assert shown["sha256"] == second.sha256

    @pytest.mark.usefixtures("second")
    def test_prints_it_for_people(self, org: tuple[str, str], today: dt.date) -> None:
        printed = run("document", "show", "DOC-1", *org, "--on", (today - 2 * YEAR).isoformat())
        assert printed.exit_code == 0
        assert "version: 1" in printed.output
        assert "The old text." in printed.output
        assert f"effective_from: {today - 2 * YEAR}" in printed.output

    def test_prints_no_draft_however_new(self, second: DocumentVersion, org: tuple[str, str], author: Member) -> None:
        draft = changing.draft_version(second.document, reason="Again", by=author)
        changing.edit_draft(draft, text="Nobody may see this yet.", by=author)
        assert "Nobody may see" not in run("document", "show", "DOC-1", *org).output

    def test_names_a_file_and_not_the_text_from_before_it(
        self, org: tuple[str, str], author: Member, today: dt.date
    ) -> None:
        version = drafted(author, "Written before")
        changing.attach_file(version, made.kept_file(b"%PDF-1.4 a policy", "policy.pdf"), by=author)
        approved(again(version), today, by=author)
        shown = answer("document", "show", "DOC-1", *org)
        assert (shown["file"], shown["text"]) == ("policy.pdf", "")

    @pytest.mark.usefixtures("second")
    def test_finds_nothing_where_nothing_was_in_force(self, org: tuple[str, str], today: dt.date) -> None:
        early = run("document", "show", "DOC-1", *org, "--on", (today - 3 * YEAR).isoformat())
        assert early.exit_code == 3
        assert "No version of DOC-1 was in force on" in early.output
        for reference in ("DOC-9", "DV-1", "x", ""):
            assert run("document", "show", reference, *org).exit_code == 3, reference
        assert run("document", "show", "DOC-1", "--org", "elsewhere").exit_code == 3
        assert run("document", "show", "DOC-1", *org, "--on", "3 March").exit_code == 2


def test_writes_the_version_in_force_into_a_file(second: DocumentVersion, org: tuple[str, str], tmp_path: Path) -> None:
    for form, begins in (("pdf", b"%PDF-"), ("docx", b"PK"), ("md", b"# ")):
        file = tmp_path / f"policy.{form}"
        written = run("document", "export", "DOC-1", *org, "--format", form, "-o", str(file))
        assert written.exit_code == 0, written.output
        assert file.read_bytes().startswith(begins)
    assert "The new text." in file.read_text(encoding="utf-8")
