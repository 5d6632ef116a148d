"""Enter in a field presses the first button of its form, so that one must not lose what was typed."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import SOURCE

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
BUTTON = re.compile(r"<button\b[^>]*type=\"submit\"[^>]*>|{{ default_submit\(\) }}|{{ acts\(")
WITH_OTHERS = [one for one in sorted(SOURCE.rglob("*.html")) if "formmethod" in one.read_text()]


def test_finds_forms_with_a_button_that_only_looks_something_up() -> None:
    assert {one.name for one in WITH_OTHERS} == {"markdown.html", "new.html", "new_task.html"}


@pytest.mark.parametrize("template", WITH_OTHERS, ids=lambda one: one.name)
def test_sends_the_form_with_enter(template: Path) -> None:
    text = template.read_text()
    # A macro stands inside the form of a page, and brings the button for Enter itself.
    for form in FORM.findall(text) or [text]:
        if "formmethod" in form:
            first = BUTTON.search(form)
            assert first is not None
            assert "formmethod" not in first.group()
