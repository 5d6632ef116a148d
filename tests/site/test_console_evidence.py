"""The console lists, finds and adds evidence, and looks ahead."""

import datetime as dt
from pathlib import Path

import pytest

from tests.evidence import made
from tests.evidence.files import samples
from tests.site.console import answer, run
from waymark.core.clock import day_in
from waymark.evidence.indexing import index_outdated
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


def org(member: Member) -> tuple[str, str]:
    return ("--org", member.organisation.slug)


def test_lists_evidence_with_its_condition(owner: Member) -> None:
    made.evidence(owner, "Old", what=made.collected(collected_on=made.days_ago(400)))
    made.evidence(owner, "New")
    assert [(one["title"], one["condition"]) for one in answer("evidence", "list", *org(owner))] == [
        ("New", "fresh"),
        ("Old", "stale"),
    ]
    assert len(answer("evidence", "list", *org(owner), "--condition", "stale")) == 1
    assert "EV-1" in run("evidence", "list", *org(owner)).output


def test_finds_words(owner: Member) -> None:
    made.evidence(owner, "Steering group", what=made.collected(note="They postponed the launch"))
    index_outdated()
    assert [one["evidence"] for one in answer("evidence", "find", *org(owner), "postponed")] == ["EV-1"]
    assert answer("evidence", "find", *org(owner), "NEAR(") == []


def test_foretells_by_owner(owner: Member) -> None:
    made.evidence(owner, "Monthly", kind="monitoring")
    later = (day_in("UTC") + dt.timedelta(days=200)).isoformat()
    (line,) = answer("evidence", "forecast", *org(owner), "--on", later)
    assert (line["owner"], line["condition"]) == ("Omar Owner", "stale")
    assert run("evidence", "forecast", *org(owner), "--on", "someday").exit_code == 2


def test_adds_files_and_links_them(owner: Member, tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text("Approved")
    words = ["--title", "The policy", "--owner", "Omar Owner", "--for", "requirement:5.2", "--for", "point:5.2-4"]
    result = run("evidence", "add", *org(owner), *words, str(tmp_path / "policy.txt"))
    assert result.output.strip().endswith("EV-1")
    assert Capture.objects.get().source == "console"
    assert EvidenceLink.objects.count() == 2


def test_tells_what_is_odd_about_a_file(owner: Member, tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(samples.HTML)
    result = run("evidence", "add", *org(owner), "--title", "T", "--owner", owner.name, str(tmp_path / "policy.pdf"))
    assert (result.exit_code, result.stdout) == (0, "EV-1\n")
    assert "policy.pdf (Web page (HTML)): The file name does not match the type of the content." in result.stderr


def test_adds_no_program(owner: Member, tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(samples.PROGRAM)
    words = ["--title", "The policy", "--owner", "Omar Owner", str(tmp_path / "policy.pdf")]
    refused = run("evidence", "add", *org(owner), *words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "“policy.pdf” is not accepted: it is an executable file (Program). [evidence-wrong-type]" in refused.stderr
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--title", "T", "--owner", "Omar Owner"], 1),
        (["--title", "T", "--owner", "Omar Owner", "--link", "ftp://x"], 1),
        (["--title", "T", "--owner", "Nobody", "--note", "x"], 3),
        (["--title", "T", "--owner", "Omar Owner", "--note", "x", "--for", "requirement:99"], 3),
        (["--title", "T", "--owner", "Omar Owner", "--note", "x", "--collected", "2199-01-01"], 1),
        (["--title", "T", "--owner", "Omar Owner", "/no/such/file"], 2),
    ],
)
def test_adds_nothing_that_is_wrong(words: list[str], code: int, owner: Member) -> None:
    assert run("evidence", "add", *org(owner), *words).exit_code == code
    assert not Evidence.objects.exists()
