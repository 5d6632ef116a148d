"""The console lists, finds and adds evidence, and looks ahead."""

import datetime as dt
from pathlib import Path

import pytest

from tests.evidence import made
from tests.evidence.files import samples
from tests.site.console import answer, run
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.checking import verify
from waymark.evidence.indexing import index_outdated
from waymark.evidence.linking import link
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db
TITLED = ["--title", "T", "--owner", "Omar Owner", "--brought-by", "Omar Owner"]


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
    words = [
        "--title",
        "The policy",
        "--owner",
        "Omar Owner",
        "--brought-by",
        "Omar Owner",
        "--for",
        "requirement:5.2",
        "--for",
        "point:5.2-4",
    ]
    result = run("evidence", "add", *org(owner), *words, str(tmp_path / "policy.txt"))
    assert result.output.strip().endswith("EV-1")
    capture = Capture.objects.get()
    # A member who brought it counts as its collector, and so checks nothing of it.
    assert (capture.source, capture.collected_by, capture.collector) == ("console", owner, "Omar Owner")
    assert EvidenceLink.objects.count() == 2


def test_names_who_brought_it_though_they_are_no_member(owner: Member) -> None:
    words = ["--title", "T", "--owner", "Omar Owner", "--note", "Said so", "--brought-by", "Auditor of 2026"]
    assert run("evidence", "add", *org(owner), *words).exit_code == 0
    capture = Capture.objects.get()
    assert (capture.collected_by, capture.brought_by, capture.collector) == (None, "Auditor of 2026", "Auditor of 2026")
    unnamed = run("evidence", "add", *org(owner), "--title", "T", "--owner", "Omar Owner", "--note", "Said so")
    assert unnamed.exit_code == 2
    assert "--brought-by" in unnamed.stderr


def test_lists_who_checked_what(owner: Member, manager: Member) -> None:
    standing = Standing.objects.of(owner.organisation).get(requirement__ref="5.2")
    standing.assign(manager, None, by=manager)
    evidence = made.evidence(owner, "The policy")
    link(evidence, "conformity.standing", standing.pk, by=owner)
    verify(evidence.captures.get(), by=manager, statement="Read it")
    (line,) = answer("evidence", "verifications", *org(owner))
    assert (line["member"], line["evidence"], line["serves"]) == ("Mia Manager", "EV-1/1", "5.2")
    assert (line["outcome"], line["owned"]) == ("verified", "5.2")
    assert answer("evidence", "verifications", *org(owner), "--member", "Omar Owner") == []


def test_tells_what_is_odd_about_a_file(owner: Member, tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(samples.HTML)
    result = run("evidence", "add", *org(owner), *TITLED, str(tmp_path / "policy.pdf"))
    assert (result.exit_code, result.stdout) == (0, "EV-1\n")
    assert "policy.pdf (Web page (HTML)): The file name does not match the type of the content." in result.stderr


def test_adds_no_program(owner: Member, tmp_path: Path) -> None:
    (tmp_path / "policy.pdf").write_bytes(samples.PROGRAM)
    words = [
        "--title",
        "The policy",
        "--owner",
        "Omar Owner",
        "--brought-by",
        "Omar Owner",
        str(tmp_path / "policy.pdf"),
    ]
    refused = run("evidence", "add", *org(owner), *words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "“policy.pdf” is not accepted: it is an executable file (Program). [evidence-wrong-type]" in refused.stderr
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([*TITLED], 1),
        ([*TITLED, "--link", "ftp://x"], 1),
        (["--title", "T", "--owner", "Nobody", "--brought-by", "x", "--note", "x"], 3),
        (
            [
                "--title",
                "T",
                "--owner",
                "Omar Owner",
                "--brought-by",
                "Omar Owner",
                "--note",
                "x",
                "--for",
                "requirement:99",
            ],
            3,
        ),
        (
            [
                "--title",
                "T",
                "--owner",
                "Omar Owner",
                "--brought-by",
                "Omar Owner",
                "--note",
                "x",
                "--collected",
                "2199-01-01",
            ],
            1,
        ),
        ([*TITLED, "/no/such/file"], 2),
    ],
)
def test_adds_nothing_that_is_wrong(words: list[str], code: int, owner: Member) -> None:
    assert run("evidence", "add", *org(owner), *words).exit_code == code
    assert not Evidence.objects.exists()
