"""Texts that want to be a formula, a link, markup or a terminal's command: every register's files show them as text."""

import csv
import io
import json
import zipfile

import pytest
from lxml import etree

from tests.factories import client_of
from tests.ground import Once, once_per_module
from tests.records.peopled import Peopled, an_organisation
from tests.records.reading_ways import command_of, file_of
from tests.site.console import run
from waymark.context.models.supplier import Supplier
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.member import Member
from waymark.records.registers import registers
from waymark.reports.writers.csvs import guard
from waymark.tasks.models.task import Task

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("files are written of the same rows on both")]
# The door would refuse some of them; what an older release or another program stored must do no harm either.
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\u200b=1",
    "\uff1d1",
    "one\n=1+2",
    "http://evil.example/",
    "mailto:a@evil.example",
    "<b>&amp;</b>]]>",
    "a\u202eb",
    "a\x1b[31mb\x07",
)
TITLES = ((Supplier, "name"), (Evidence, "title"), (EvidenceRequest, "what"), (Task, "title"), (Member, "name"))
peopled_once = once_per_module(an_organisation)


@pytest.fixture
def cast(peopled_once: Once[Peopled], db: None) -> Peopled:
    return peopled_once.copy()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_writes_hostile_texts_as_texts_into_files_and_on_a_terminal(text: str, cast: Peopled) -> None:
    for model, field in TITLES:
        assert model._base_manager.filter(organisation=cast.organisation).update(**{field: text})  # noqa: SLF001
    browser, slug = client_of(cast.administrator), cast.organisation.slug
    showing = set()
    for register in registers():
        book, table, rows = (file_of(browser, register, slug, form, {}) for form in ("xlsx", "csv", "json"))
        assert _active_parts(book) == [], register.name
        cells = [cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")) for cell in row]
        if guard(text) in cells:
            showing.add(register.name)
        assert text == guard(text) or text not in cells, register.name
        assert isinstance(json.loads(rows), list)
        printed = run(*command_of(register), "list", "--org", slug)
        assert printed.exit_code == 0, printed.output
        assert not set("\x1b\x07\u202e") & set(printed.stdout), register.name
    assert {"suppliers", "evidence", "evidence_requests", "tasks", "members"} <= showing


def _active_parts(book: bytes) -> list[str]:
    """Return the parts of a work book that calculate, link or reach outside."""
    found = []
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            active = [one for kind in ("f", "hyperlink") for one in etree.fromstring(content).iter(f"{{*}}{kind}")]
            if active or b'TargetMode="External"' in content:
                found.append(name)
    return found
