"""Reads a law file: every fault is found at once, and the questions lead only to what is there."""

import datetime as dt
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Final

from waymark.catalogue.rows import Faults, Row
from waymark.context.law.act import Duty, Law, LawAnswer, LawClass, LawQuestion, LawText
from waymark.context.package_data import ids_of, prose, require_sound, root_in

CURRENT: Final = Path(__file__).parent / "eu-ai-act-2026-11.yaml"
"""The newest version; a change of the law is a file of its own beside it, never another text in this one."""
_PARTS: Final = (
    *("header", "terms", "roles", "role_changes", "classes", "classification", "exclusions", "prohibited_practices"),
    *("high_risk", "transparency_cases", "transparency_manner", "gpai", "grace_rules", "fria", "qms_aspects"),
    *("duties", "penalties", "dates", "changes_2026", "change_triggers"),
)
_ROUTES: Final = ("all", "annex_iii", "annex_i")
_END: Final = "end"


@cache
def current_law() -> Law:
    """Return the law as the newest file has it; read once. Raises UnsoundData."""
    return read_law(CURRENT.read_bytes())


def read_law(content: bytes) -> Law:
    """Return what a file holds. Raises UnsoundData with every fault."""
    faults = Faults()
    root = root_in(content, CURRENT.name, faults)
    root.allow(*_PARTS)
    header = root.row("header", needed=True)
    classes = tuple(LawClass(row.text("id"), row.text("name"), prose(row, "text")) for row in _listed(root, "classes"))
    roles = tuple(_text(row, "test") for row in _listed(root, "roles"))
    found = Law(
        id=header.text("id"),
        version=header.text("version"),
        title=header.text("title"),
        next_check=_day(header, "next_check"),
        roles=roles,
        classes=classes,
        questions=_questions(root.row("classification", needed=True), {one.id for one in classes}),
        lists=_lists(root),
        duties=_duties(root, {one.id for one in roles}, {one.id for one in classes}),
        fria=tuple(_text(row, "text") for row in _listed(root.row("fria", needed=True), "owed_by")),
    )
    _refuse_dead_ends(root, found, faults)
    require_sound(faults)
    return found


def _listed(root: Row, name: str) -> tuple[Row, ...]:
    rows = root.rows(name, needed=True)
    ids_of(rows)
    return rows


def _text(row: Row, name: str) -> LawText:
    return LawText(
        id=row.text("id"),
        article=row.text("article", needed=False),
        text=prose(row, name),
        name=row.text("name", needed=False),
        note=prose(row, "note", needed=False),
        is_full=row.text("effect", needed=False) == "full",
        section=row.text("section", needed=False),
    )


def _lists(root: Row) -> dict[str, tuple[LawText, ...]]:
    high_risk = root.row("high_risk", needed=True)
    annex_i, annex_iii = high_risk.row("annex_i", needed=True), high_risk.row("annex_iii", needed=True)
    areas = _listed(annex_iii, "areas")
    return {
        "roles": tuple(_text(row, "test") for row in _listed(root, "roles")),
        "exclusions": tuple(_text(row, "text") for row in _listed(root, "exclusions")),
        "prohibited_practices": tuple(_text(row, "what") for row in _listed(root, "prohibited_practices")),
        "high_risk.annex_i.acts": tuple(_product_act(row) for row in _listed(annex_i, "acts")),
        "high_risk.annex_iii.areas": tuple(_use(area, row) for area in areas for row in _listed(area, "points")),
        "high_risk.exceptions": tuple(_text(row, "text") for row in _listed(high_risk, "exceptions")),
        "transparency_cases": tuple(_text(row, "what") for row in _listed(root, "transparency_cases")),
    }


def _product_act(row: Row) -> LawText:
    return LawText(
        id=row.text("id"),
        article=row.text("act"),
        text=row.text("about"),
        note=prose(row, "note", needed=False),
        section=row.choice("section", ("A", "B")),
    )


def _use(area: Row, row: Row) -> LawText:
    article = f"Annex III {row.text('ref')}"
    note = prose(row, "not_covered", needed=False)
    return LawText(row.text("id"), article, prose(row, "what"), name=area.text("name"), note=note)


def _questions(root: Row, classes: Collection[str]) -> tuple[LawQuestion, ...]:
    rows = _listed(root, "questions")
    steps = {row.text("id") for row in rows} | {_END}
    return tuple(_question(row, classes, steps) for row in rows)


def _question(row: Row, classes: Collection[str], steps: Collection[str]) -> LawQuestion:
    row.allow("id", "order", "article", "ask", "help", "list", "pick", "if_unsure", "confidence", "answers")
    return LawQuestion(
        id=row.text("id"),
        article=row.text("article"),
        ask=prose(row, "ask"),
        help=prose(row, "help", needed=False),
        pick=row.choice("pick", ("one", "many", "date")),
        listed=row.text("list", needed=False),
        if_unsure=row.text("if_unsure"),
        answers=tuple(
            LawAnswer(one.text("answer"), one.choices("set", classes), one.choice("go", steps))
            for one in row.rows("answers", needed=True)
        ),
    )


def _duties(root: Row, roles: Collection[str], classes: Collection[str]) -> tuple[Duty, ...]:
    return tuple(
        Duty(
            id=row.text("id"),
            article=row.text("article"),
            kind=row.choice("kind", ("duty", "condition", "right", "boundary")),
            roles=row.choices("who", roles),
            classes=row.choices("when", classes),
            condition=prose(row, "condition", needed=False),
            text=prose(row, "what"),
            evidence=row.texts("evidence_examples"),
            related=row.texts("related_42001"),
            applies_from=_days(row.row("applies_from", needed=True)),
        )
        for row in _listed(root, "duties")
    )


def _days(row: Row) -> dict[str, dt.date]:
    row.allow(*_ROUTES)
    return {name: _day(row, name) for name in row.names() if name in _ROUTES}


def _day(row: Row, name: str) -> dt.date:
    text = row.text(name)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        row.faults.note("day", f"“{name}” must be a day such as 2026-11-26.", row)
        return dt.date.min


def _refuse_dead_ends(root: Row, law: Law, faults: Faults) -> None:
    for one in law.questions:
        if one.listed and one.listed not in law.lists:
            faults.note("unknown-reference", f"“{one.id}” picks from a list that is not there.", root)
    for duty in law.duties:
        if not duty.roles or not duty.classes:
            faults.note("missing-field", f"“{duty.id}” is owed by nobody, or for nothing.", root)
