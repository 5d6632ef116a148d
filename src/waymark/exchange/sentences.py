"""What the preview of an import says to people."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.conformity.scale import REASON_LEAST, Exclusion, Severity, Verdict
from waymark.exchange.preview import Preview
from waymark.exchange.readings import Trouble
from waymark.exchange.rolling import Rolled

FIELDS: Mapping[str, Promise] = {
    "reference": gettext_lazy("Reference"),
    "title": gettext_lazy("Title (for reading)"),
    "point_text": gettext_lazy("Text of the point (for reading)"),
    "basis": gettext_lazy("Basis of the point (for reading)"),
    "verdict": gettext_lazy("Verdict"),
    "finding": gettext_lazy("Finding"),
    "evidence": gettext_lazy("Evidence"),
    "reason_code": gettext_lazy("Reason code"),
    "severity": gettext_lazy("Severity"),
    "action": gettext_lazy("Action"),
    "target_date": gettext_lazy("Target date"),
    "owner": gettext_lazy("Owner (for reading)"),
    "key": gettext_lazy("Hidden key of our own sheet"),
    "applicability": gettext_lazy("Applicability: a reasoned no becomes Not applicable"),
    "exclusion_reason": gettext_lazy("Reason of an exclusion"),
    "attached": gettext_lazy("Attached evidence (for reading)"),
    "mark_in_place": gettext_lazy("Marks: In place"),
    "mark_partial": gettext_lazy("Marks: Partial"),
    "mark_missing": gettext_lazy("Marks: Missing"),
    "mark_not_applicable": gettext_lazy("Marks: Not applicable"),
    "mark_not_assessed": gettext_lazy("Marks: Not assessed"),
}
PARTS: Mapping[str, Promise] = {**FIELDS, "target_on": FIELDS["target_date"]}
COUNTS: Mapping[str, Promise] = {
    "new": gettext_lazy("Points with a first entry"),
    "first_ratings": gettext_lazy("Points rated for the first time"),
    "first_notes": gettext_lazy("Points with a first finding or date, but no rating"),
    "changed": gettext_lazy("Changed points"),
    "conflicts": gettext_lazy("Points rated by someone else since the sheet was created"),
    "unchanged": gettext_lazy("Unchanged points"),
    "untouched": gettext_lazy("Points of the round missing in the sheet: they do not change"),
    "skipped": gettext_lazy("Rows skipped"),
    "not_understood": gettext_lazy("Rows not understood"),
    "doubtful": gettext_lazy("Doubtful cells"),
    "left_out_cells": gettext_lazy("Cells left out"),
    "rows": gettext_lazy("Rows to import"),
    "unchanged_rows": gettext_lazy("Rows that change nothing"),
    "verdicts": gettext_lazy("Verdicts"),
    "findings": gettext_lazy("Findings"),
    "target_dates": gettext_lazy("Target dates"),
    "other_values": gettext_lazy("Other values"),
}
"""What each figure of an import is called, on its pages and in the console."""
SKIPPED: Mapping[str, Promise] = {
    "empty": gettext_lazy("Without a reference and without a rating"),
    "heading": gettext_lazy("Headings: a clause or an area without a rating of its own"),
    "no_content": gettext_lazy("Without a known reference or anything to import"),
    "left_out": gettext_lazy("Skipped by you"),
    "repeated": gettext_lazy("Same as another row"),
    "unanswered": gettext_lazy("Questions without an answer"),
    "points_decide": gettext_lazy(
        "About a whole requirement whose points have their own rows; the rows of the points are used"
    ),
}
_TROUBLES: Mapping[str, Promise] = {
    "reference_unknown": gettext_lazy("There is no such point or requirement."),
    "reference_uncertain": gettext_lazy("The reference can be read as %(detail)s."),
    "reference_missing": gettext_lazy("The row has values but no reference."),
    "outside_round": gettext_lazy("%(detail)s is not part of this round: the control was not selected."),
    "heading_rated": gettext_lazy("%(detail)s is a whole clause or area; only its requirements and points are rated."),
    "verdict_unknown": gettext_lazy("This verdict is not on the scale."),
    "verdict_doubtful": gettext_lazy("The question mark makes this verdict doubtful."),
    "not_applicable_clause": gettext_lazy("%(detail)s belongs to a clause: clauses 4 to 10 always apply."),
    "not_applicable_reason": gettext_lazy(
        "Rating %(detail)s as not applicable needs a reason of at least %(least)d characters."
    ),
    "not_applicable_mixed": gettext_lazy(
        "Not applicable is decided for the whole of %(detail)s, but other rows rate points of it."
    ),
    "not_applicable_code": gettext_lazy("The exclusion of %(detail)s has no reason code."),
    "reason_code_unknown": gettext_lazy("This reason code is not one of the four."),
    "severity_unknown": gettext_lazy("This severity is not on the scale."),
    "date_unknown": gettext_lazy("This is not an unambiguous date between 1990 and 2199."),
    "date_ambiguous": gettext_lazy("The date can be read in two ways: %(detail)s."),
    "text_too_long": gettext_lazy("The text is longer than %(detail)s characters."),
    "unwanted_character": gettext_lazy("The text contains a character that cannot be stored: %(detail)s."),
    "combining_marks": gettext_lazy("The text has too many combining marks on one letter."),
    "unreadable": gettext_lazy("The cell contains an error or a formula without a stored result."),
    "duplicate": gettext_lazy("The rows %(detail)s contradict each other."),
    "title_differs": gettext_lazy("The number and the title of this row belong to different requirements."),
    "other_standard": gettext_lazy("The sheet seems to be about another standard."),
    "verdict_rivals": gettext_lazy("More than one column could be the verdict, or its heading is not known."),
    "excluded_but_rated": gettext_lazy("The row says that the control does not apply and rates it all the same."),
    "marks_contradict": gettext_lazy("%(detail)s verdicts are marked in this row."),
    "answers_open": gettext_lazy(
        "Rows of this requirement have no answer that can be read: %(detail)s. As one could change the verdict, none "
        "is imported."
    ),
}
_A_REFERENCE = gettext_lazy("A reference such as 6.1.4-2, 6.1.4 or A.6.2.4")
_ACCEPTED: Mapping[str, Promise] = {
    "reference_unknown": _A_REFERENCE,
    "reference_uncertain": gettext_lazy("Your choice, above"),
    "verdict_doubtful": gettext_lazy("Your choice, above"),
    "date_ambiguous": gettext_lazy("Your choice, above"),
    "reference_missing": _A_REFERENCE,
    "heading_rated": _A_REFERENCE,
    "outside_round": gettext_lazy("Rows about the clauses and controls of this round"),
    "duplicate": gettext_lazy("One row for each point"),
    "not_applicable_code": gettext_lazy("Your choice, above"),
    "not_applicable_mixed": gettext_lazy("Not applicable for every point of the control, or for none"),
    "title_differs": gettext_lazy("Your choice, above"),
    "other_standard": gettext_lazy("Your choice, above"),
    "verdict_rivals": gettext_lazy("Your choice, above"),
    "excluded_but_rated": gettext_lazy("Either a verdict or an exclusion with its reason"),
    "marks_contradict": gettext_lazy("One mark"),
    "answers_open": gettext_lazy("An answer to each question"),
    "not_applicable_reason": gettext_lazy("The reason in the column for the finding"),
    "date_unknown": gettext_lazy("A date such as 2026-04-30"),
    "unreadable": gettext_lazy("The value itself, typed into the cell"),
}
_HOW: Mapping[str, Promise] = {
    "number": gettext_lazy("a spreadsheet program turned it into a number"),
    "number_repeated": gettext_lazy("the same number appears twice; one may have lost a zero"),
    "trailing_zero_lost": gettext_lazy("a spreadsheet program may have removed a zero"),
    "date": gettext_lazy("a spreadsheet program turned it into a date"),
    "date_text": gettext_lazy("it looks like a date that was once a number"),
    "letter_dropped": gettext_lazy("points have numbers, not letters"),
    "annex_assumed": gettext_lazy("the A of Annex A is missing"),
    "look_alike": gettext_lazy("it has letters of another alphabet"),
    "title_differs": gettext_lazy("the title is not the one of this number"),
    "by_title": gettext_lazy("there is no number; the title is nearly this one"),
    "several": gettext_lazy("it contains several references"),
    "unknown": gettext_lazy("the requirement exists, but not this point of it"),
}


def summary(preview: Preview) -> str:
    """Return the first sentence of a preview."""
    if preview.is_held and preview.another is not None:
        return _("Is this sheet about %(standard)s? Nothing is imported before you choose.") % {
            "standard": preview.another.own
        }
    count = preview.counts()
    changed, new = count["changed"], count["new"]
    parts = [
        _values(preview.values) if changed or new else _("nothing will change"),
        _meanwhile(count["conflicts"]) if count["conflicts"] else "",
        *(_counted(count[name], words) for name, words in _COUNTED.items() if count[name]),
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _counted(number: int, words: Callable[[int], str]) -> str:
    return words(number) % {"n": number}


_COUNTED: Mapping[str, Callable[[int], str]] = {
    "not_understood": lambda n: ngettext("%(n)d row was not understood", "%(n)d rows were not understood", n),
    "doubtful": lambda n: ngettext("%(n)d cell is doubtful", "%(n)d cells are doubtful", n),
    "left_out_cells": lambda n: ngettext(
        "%(n)d cell cannot be read and is left out", "%(n)d cells cannot be read and are left out", n
    ),
}


def _values(count: Mapping[str, int]) -> str:
    """Return how many verdicts, findings and dates there are to import, each in words, without what is none."""
    verdicts, findings, dates, others = (count[name] for name in ("verdict", "finding", "target_on", "other"))
    parts = (
        (verdicts, ngettext("%(n)d verdict", "%(n)d verdicts", verdicts)),
        (findings, ngettext("%(n)d finding", "%(n)d findings", findings)),
        (dates, ngettext("%(n)d target date", "%(n)d target dates", dates)),
        (others, ngettext("%(n)d other value", "%(n)d other values", others)),
    )
    return _("to import: %(values)s") % {
        "values": ", ".join(words % {"n": number} for number, words in parts if number)
    }


def _meanwhile(count: int) -> str:
    text = ngettext(
        "%(n)d point was rated by someone else meanwhile",
        "%(n)d points were rated by someone else meanwhile",
        count,
    )
    return text % {"n": count}


def trouble(one: Trouble) -> str:
    """Return what is wrong with a cell."""
    return str(_TROUBLES[one.code]) % {"detail": one.detail, "least": REASON_LEAST}


def accepted(one: Trouble) -> str:
    """Return what would be understood instead."""
    if one.code in {"verdict_unknown", "not_applicable_clause"}:
        left = {Verdict.NOT_APPLICABLE} if one.code == "not_applicable_clause" else set()
        return ", ".join(str(verdict.label) for verdict in Verdict if verdict not in left)
    if one.code == "reason_code_unknown":
        return "; ".join(str(code.label) for code in Exclusion)
    if one.code == "severity_unknown":
        return ", ".join(str(severity.label) for severity in Severity)
    return str(_ACCEPTED.get(one.code, _("Plain text")))


def how(code: str) -> str:
    """Return why a reference needs somebody's yes."""
    return str(_HOW.get(code, ""))


def value(name: str, given: Any) -> str:
    """Return one part of an opinion in words; nothing is a dash."""
    if name == "severity" and given:
        return str(Severity(given).label)
    if name == "reason_code" and given:
        return str(Exclusion(given).label)
    return str(given or "–")


def answers(rolled: Rolled) -> str:
    """Return what the rows of one requirement answered, each verdict with how often."""
    return ", ".join(f"{Verdict(name).label}: {count}" for name, count in rolled.answers) or "–"
