"""Words people expect: what was once said quaintly on a page, a button or in a heading does not come back."""

import pytest

from tests.architecture.house import SOURCE

QUAINT = {
    "You owe nothing": "Nothing to do right now",
    "Name a member": "Add member",
    "Make the organisation": "Create organisation",
    "Usually answers for": "Typical responsibilities",
    "In the way": "Needs attention",
    "Take back": "Clear rating",
    "What shall be done": "Action",
    "Rate at once": "Rate all",
    "A first stroke": "Start here, then adjust single points",
    "Capture anew": "Upload a new version",
    "Keep it as": "Save as",
    "There stands": "Found",
    "What would be understood": "Accepted values",
    "To your decision": "Review and import",
    "Take the sheet over": "Import the sheet",
    "Moved otherwise": "Got worse",
    "Close for ever": "Close round permanently",
    "Is it you?": "Confirm your password",
    "How you read": "Display preferences",
    "There is nothing here for you": "Page not found, or you no longer have access",
    "This is not yours to do": "You don't have permission",
    "Good to have": "Recommended",
    "May become a minor nonconformity": "Medium priority",
    "Nobody has judged this": "Not rated yet",
    "How far a task is": "Finishing a task does not change a rating",
    "With the chosen": "With the selected lines",
    "carries no claim": "no longer counts as evidence",
    "points claimed": "points in place without evidence",
}
"""What is not said any more, and what is said instead."""
SENTENCES = [
    (path, path.read_text(encoding="utf-8"))
    for pattern in ("*.html", "*.py", "*.js")
    for path in sorted(SOURCE.rglob(pattern))
    if "migrations" not in path.parts
]


@pytest.mark.parametrize("words", sorted(QUAINT))
def test_says_what_people_expect(words: str) -> None:
    found = [str(path.relative_to(SOURCE)) for path, text in SENTENCES if words in text]
    assert found == [], f"say: {QUAINT[words]}"


def test_reads_every_page() -> None:
    assert sum(path.suffix == ".html" for path, _text in SENTENCES) > 100
    assert any("Needs attention" in text for _path, text in SENTENCES)
