"""Words people expect: what was once said quaintly on a page, a button or in a heading does not come back."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.architecture.house import ROOT, SOURCE
from tests.architecture.sentences import Sentence, sentences

QUAINT = {
    "You owe nothing": "Nothing to do right now",
    "Name a member": "Add member",
    "Name members": "Add members",
    "Name the owner": "Change owner",
    "Name owners": "Assign owners",
    "Member named": "Member added",
    "Make the organisation": "Create organisation",
    "Make an organisation": "Create organisation",
    "Make your organisation": "Create organisation",
    "Make the task": "Create task",
    "Make tasks": "Create tasks",
    "Make invitation": "Create invitation",
    "Usually answers for": "Typical responsibilities",
    "answers for": "Owner",
    "not said": "Not set",
    "In the way": "Needs attention",
    "Take back": "Clear rating",
    "Take it back": "Withdraw",
    "Take it up again": "Use again",
    "taken up": "added, or used",
    "Take the sheet over": "Import the sheet",
    "taken over": "imported",
    "take over": "import",
    "What shall be done": "Action",
    "shall": "must, will, or nothing: the word belongs to the standard",
    "Rate at once": "Rate all",
    "A first stroke": "Start here, then adjust single points",
    "Capture anew": "Upload a new version",
    "anew": "again, or new",
    "Keep it as": "Save as",
    "e-mail": "email",
    "newer capture": "newer version",
    "new capture": "new version",
    "captures yet": "versions yet",
    "There stands": "Found",
    "stands": "is",
    "What would be understood": "Accepted values",
    "To your decision": "Review and import",
    "Moved otherwise": "Got worse",
    "for ever": "permanently",
    "Is it you?": "Confirm your password",
    "How you read": "Display preferences",
    "There is nothing here for you": "Page not found, or you no longer have access",
    "not yours": "you do not have access, or you don't have permission",
    "This is not yours to do": "You don't have permission",
    "Good to have": "Recommended",
    "May become a minor nonconformity": "Medium priority",
    "May become a major nonconformity": "High priority",
    "Blocks certification": "Close first",
    "block a certificate": "to close first: what a body decides is not foretold",
    "blocks a certificate": "to close first",
    "certificate back": "to close first",
    "Nobody has judged this": "Not rated yet",
    "judged": "rated",
    "How far a task is": "Finishing a task does not change a rating",
    "With the chosen": "With the selected rows",
    "selected lines": "selected rows",
    "chosen lines": "selected rows",
    "carries no claim": "no longer counts as evidence",
    "carry a claim": "count as evidence",
    "points claimed": "points in place without evidence",
    "Nothing fits": "No results",
    "Nothing is found": "No results",
    "No line of this list": "No rows match",
    "whoever": "the person who, or anyone",
    "of whom": "from",
    "Begin": "Start",
    "begun": "started",
    "Go on": "Continue",
    "Skip to the page": "Skip to main content",
    "stumbled": "Something went wrong",
    "quicker": "Changed by someone else",
    "in one act": "in one step",
    "in one go": "at once",
    "hand out": "download, or create",
    "handed out": "created, or earlier",
    "bring": "add, or upload",
    "brought": "added, or imported",
    "mend": "correct, or fix",
    "nought": "zero",
    "owes": "has to do",
    "See the": "Show",
    "Load the page again": "Reload the page",
    "Such as:": "For example:",
    "Something harmful": "Malware",
    "somebody else": "someone else",
}
"""What is not said any more, and what is said instead. What begins with a capital letter is only found with one."""


@cache
def _sentences() -> list[Sentence]:
    """Return what people read: neither queries nor words of other people's sheets (divided by |)."""
    return [one for one in sentences() if not re.match(r"(SELECT|UPDATE|INSERT) ", one.text) and "|" not in one.text]


def _with(words: str) -> Iterator[Sentence]:
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.NOFLAG if words[0].isupper() else re.IGNORECASE)
    return (one for one in _sentences() if pattern.search(one.text))


@pytest.mark.parametrize("words", sorted(QUAINT))
def test_says_what_people_expect(words: str) -> None:
    assert [str(one) for one in _with(words)] == [], f"say: {QUAINT[words]}"


def test_reads_every_sentence() -> None:
    files = {ROOT / one.file for one in _sentences()}
    pages = {path for path in SOURCE.rglob("templates/**/*.html") if "trans" in path.read_text(encoding="utf-8")}
    assert pages - files == set()
    assert {one.kind for one in _sentences()} == {"gettext", "help", "page", "plain"}
    assert len(_sentences()) > 3500
    assert any("Needs attention" in one.text for one in _sentences())
