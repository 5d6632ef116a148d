"""How somebody wants a sheet to be read who cannot click: names of sheets, letters of columns, words as written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from waymark.conformity.scale import Verdict
from waymark.core.errors import RuleBroken
from waymark.exchange.columns import propose_choices, propose_sheet, propose_under
from waymark.exchange.doubts import NO_RATING, word_key
from waymark.exchange.readings import Choices, Ground, letters
from waymark.exchange.tables.words import FIELDS, folded
from waymark.exchange.tables.workbook import Sheet, Workbook


class ReadingRefused(RuleBroken):
    """A sheet, column, field or verdict was named that does not exist."""

    code = "reading-refused"


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What was asked for; what is not named is proposed.

    `sheet` is a name or a number from 1, `columns` give the letters or the heading of a column by field, `words` the
    verdict meant by a word of the file, `slashes` the order of dates such as 3/4/2026, `standard` what to do about a
    sheet that seems to be about another standard, `exclusion` the reason code of rows that say not applicable without
    one.
    """

    sheet: str = ""
    heading_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    slashes: str = ""
    standard: str = ""
    exclusion: str = ""

    def choices(self, workbook: Workbook, ground: Ground) -> Choices:
        """Return the proposed reading with what was asked for. Raises ReadingRefused."""
        found = propose_choices(workbook, ground)
        if self.sheet:
            found = propose_sheet(*_sheet_named(workbook, self.sheet), ground)
        sheet = workbook.sheets[found.sheet]
        if self.heading_row is not None:
            found = propose_under(sheet, found.sheet, self.heading_row, ground)
        columns = dict(found.columns)
        for name, written in self.columns.items():
            index = _column(sheet, found, name, written)
            columns = {one: at for one, at in columns.items() if at != index} | {name: index}
        return replace(
            found,
            columns=columns,
            rivals=() if "verdict" in columns else found.rivals,
            words={word_key(word): _verdict(word, meant) for word, meant in self.words.items()},
            slashes=self.slashes,
            standard=self.standard,
            exclusion=self.exclusion,
        )


def _sheet_named(workbook: Workbook, name: str) -> tuple[Sheet, int]:
    for index, sheet in enumerate(workbook.sheets):
        if folded(sheet.name) == folded(name) or name == str(index + 1):
            return sheet, index
    names = ", ".join(sheet.name for sheet in workbook.sheets[:20])
    raise ReadingRefused(
        _("The file has no sheet “%(name)s”.") % {"name": name}, way_out=_("Its sheets: %(names)s.") % {"names": names}
    )


def _column(sheet: Sheet, choices: Choices, name: str, written: str) -> int:
    if name not in FIELDS:
        raise ReadingRefused(
            _("There is no field “%(name)s”.") % {"name": name},
            way_out=_("The fields: %(names)s.") % {"names": ", ".join(FIELDS)},
        )
    heading = sheet.row(choices.heading_row) if choices.heading_row else None
    for index in range(sheet.width):
        title = heading.cell(index).text if heading else ""
        if written.upper() == letters(index) or (title and folded(title) == folded(written)):
            return index
    raise ReadingRefused(_("The sheet has no column “%(name)s”.") % {"name": written})


def _verdict(word: str, meant: str) -> str:
    by_label = {folded(str(verdict.label)): verdict.value for verdict in Verdict} | {folded(NO_RATING): NO_RATING}
    found = by_label.get(folded(meant))
    if found is None:
        raise ReadingRefused(
            _("“%(meant)s” is no verdict that “%(word)s” could mean.") % {"meant": meant, "word": word},
            way_out=_("The verdicts: %(names)s.") % {"names": ", ".join((*Verdict.values, NO_RATING))},
        )
    return found
