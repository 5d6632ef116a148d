"""Forms of the import: a file, how it is read, and the decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.conformity.scale import Exclusion, Verdict
from waymark.core.dates import day
from waymark.core.forms import PlainForm, Whole
from waymark.core.sizes import size_in_words
from waymark.exchange.doubts import NO_RATING, NOT_TAKEN
from waymark.exchange.preview import Preview
from waymark.exchange.readings import BY_NUMBER, BY_TITLE, Choices, letters, visible
from waymark.exchange.sentences import FIELDS, how
from waymark.exchange.tables.delimited import ENCODINGS
from waymark.exchange.tables.limits import LIMITS, MIB
from waymark.exchange.tables.workbook import Sheet, Workbook

_LARGEST = LIMITS.file_bytes
MOST_QUESTIONS = 300
"""References asked about at once; more is a sign that the wrong column was chosen."""
_MOST_COLUMNS = 60
_STANDARD = [
    ("", _("Not decided")),
    (BY_NUMBER, _("It is about this one: follow the numbers")),
    (BY_TITLE, _("Import only rows whose number and title both agree")),
]
_ORDERS = [("", _("Not set")), ("dmy", _("Day first: 3/4 is 3 April")), ("mdy", _("Month first: 3/4 is 4 March"))]


def upload_limit() -> int:
    """Return how large a file may be that is imported, in bytes."""
    return int(settings.CONFIGURATION.upload_limit)


class SheetForm(PlainForm):
    """A file to import; the encoding is asked for only where the text does not tell it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or a CSV table, at most 16 MiB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt,text/csv"}),
        # The name is kept for people to read and cut to what is shown; it names nothing here.
        max_length=1000,
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    encoding = forms.ChoiceField(
        required=False,
        label=_("Encoding of the text"),
        choices=[("", _("As the file says")), *((name, name) for name in ENCODINGS)],
    )

    def clean_file(self) -> Any:
        """Refuse a file that is larger than any real work sheet."""
        file = self.cleaned_data["file"]
        largest = min(_LARGEST, upload_limit())
        if file.size > largest:
            message = _("The file has %(size)s; at most %(limit)s are read. Send only the table you need.")
            params = {"size": size_in_words(-(-file.size // MIB) * MIB), "limit": size_in_words(largest)}
            raise ValidationError(message, code="file-too-large", params=params)
        return file


class ReadingForm(PlainForm):
    """How a sheet is read: sheet, heading row, the field of each column, and answers about references and words."""

    heading_row = Whole(
        min_value=0,
        max_value=1_048_576,
        label=_("Heading row"),
        help_text=_("0 for none."),
    )
    version = Whole(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        workbook: Workbook,
        choices: Choices,
        preview: Preview,
        ranking: Sequence[tuple[int, int]] = (),
        **kwargs: Any,
    ) -> None:
        """Ask about each filled column, each reference that needs a yes, each verdict word and each unclear date.

        `ranking` are the sheets of the workbook with the number of references recognised in each, the best first.
        """
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.undecided: set[str] = set()
        if len(workbook.sheets) > 1:
            order = ranking or [(index, 0) for index in range(len(workbook.sheets))]
            self.fields["sheet"] = forms.TypedChoiceField(
                choices=[(index, _tab(workbook.sheets[index], count)) for index, count in order],
                coerce=int,
                label=_("Sheet"),
                initial=choices.sheet,
            )
        self.fields["heading_row"].initial = choices.heading_row
        sheet = workbook.sheets[choices.sheet]
        self.first = [*self._add_standard(preview), *self._add_rivals(sheet, preview), *self._add_exclusion(preview)]
        self.columns = self._add_columns(sheet)
        self.questions = self._add_questions(preview)
        self.words = self._add_words(preview)
        self.dates = self._add_dates(preview)
        self.has_slashes = bool(preview.dates) or bool(choices.slashes)
        if self.has_slashes:
            self.fields["slashes"] = forms.ChoiceField(
                choices=_ORDERS, required=False, initial=choices.slashes, label=_("Dates with slashes")
            )

    @property
    def doubtful(self) -> list[str]:
        """Return the fields that wait for a decision: about the whole sheet, then references, verdict words, dates."""
        return [name for name in self._asked if name in self.undecided]

    @property
    def settled(self) -> list[str]:
        """Return the fields about references, words and dates that are decided, or were understood at once."""
        return [name for name in self._asked if name not in self.undecided]

    @property
    def _asked(self) -> tuple[str, ...]:
        return (*self.first, *self.questions, *self.words, *self.dates)

    def chosen_place(self) -> tuple[int, int]:
        """Return the sheet and the heading row of a valid form."""
        return self.cleaned_data.get("sheet", self.choices.sheet), self.cleaned_data["heading_row"]

    def answered(self) -> Choices:
        """Return the choices of a valid form whose sheet and heading row are those of before."""
        columns = {self.cleaned_data[name]: int(name[7:]) for name in self.columns if self.cleaned_data[name]}
        rivals, chosen = self.choices.rivals, self.cleaned_data.get("verdict_column", "")
        if chosen and chosen != NOT_TAKEN:
            columns.setdefault("verdict", int(chosen))
        if chosen or "verdict" in columns:
            rivals = ()
        asked = {int(name[10:]): self.cleaned_data[name] for name in self.questions}
        references = {row: "" if ref == "-" else ref for row, ref in asked.items() if ref}
        words = {name[5:]: self.cleaned_data[name] for name in self.words if self.cleaned_data[name]}
        dates = {name[5:]: self.cleaned_data[name] for name in self.dates if self.cleaned_data[name]}
        return Choices(
            sheet=self.choices.sheet,
            heading_row=self.choices.heading_row,
            first_row=self.choices.first_row,
            columns=columns,
            references=references,
            words=words,
            slashes=self.cleaned_data.get("slashes", ""),
            dates=dates,
            standard=self.cleaned_data.get("standard", ""),
            rivals=rivals,
            exclusion=self.cleaned_data.get("exclusion", ""),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse one field in two columns."""
        cleaned = super().clean()
        taken: dict[str, str] = {}
        for name in self.columns:
            field = cleaned.get(name)
            if field and field in taken:
                self.add_error(
                    name, _("“%(field)s” is already imported from another column.") % {"field": FIELDS[field]}
                )
            elif field:
                taken[field] = name
        return cleaned

    def _add_standard(self, preview: Preview) -> list[str]:
        if preview.another is None:
            return []
        name = preview.another.name
        label = (
            _("This sheet seems to be about %(name)s") % {"name": name}
            if name
            else _("This sheet seems to be about another standard")
        )
        shown = ", ".join(f"“{one}”" for one in preview.another.examples)
        self.fields["standard"] = forms.ChoiceField(
            choices=_STANDARD,
            required=False,
            initial=self.choices.standard,
            label=label,
            help_text=_("For example: %(rows)s. Numbers mean something else in every standard.") % {"rows": shown},
        )
        if not self.choices.standard:
            self.undecided.add("standard")
        return ["standard"]

    def _add_rivals(self, sheet: Sheet, preview: Preview) -> list[str]:
        if not preview.rivals:
            return []
        columns = [(str(index), _column(sheet, self.choices, index)) for index in preview.rivals]
        self.fields["verdict_column"] = forms.ChoiceField(
            choices=[("", _("Not decided")), *columns, (NOT_TAKEN, _("None of them"))],
            required=False,
            label=_("Column of the verdicts"),
            help_text=_(
                "Choose the column that tells whether a requirement is met. The state of an action is no verdict."
            ),
        )
        self.undecided.add("verdict_column")
        return ["verdict_column"]

    def _add_exclusion(self, preview: Preview) -> list[str]:
        if not self.choices.exclusion and all(one.code != "not_applicable_code" for one in preview.troubles):
            return []
        self.fields["exclusion"] = forms.ChoiceField(
            choices=[("", _("Not decided")), *Exclusion.choices],
            required=False,
            initial=self.choices.exclusion,
            label=_("Reason code for controls that are not applicable"),
        )
        if not self.choices.exclusion:
            self.undecided.add("exclusion")
        return ["exclusion"]

    def _add_columns(self, sheet: Sheet) -> list[str]:
        filled = sorted({index for row in sheet.rows for index, cell in enumerate(row.cells) if cell.text.strip()})
        present = {index: field for field, index in self.choices.columns.items()}
        names = []
        for index in dict.fromkeys([*filled[:_MOST_COLUMNS], *present]):
            name = f"column-{index}"
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("Not imported")), *FIELDS.items()],
                required=False,
                initial=present.get(index, ""),
                label=_column(sheet, self.choices, index),
            )
            names.append(name)
        return names

    def _add_questions(self, preview: Preview) -> list[str]:
        names = []
        for question in preview.questions[:MOST_QUESTIONS]:
            name = f"reference-{question.key}"
            first = "-" if question.answer == "" else question.answer or question.proposed
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("Not decided")), *((ref, ref) for ref in question.candidates), ("-", _("Skip"))],
                required=False,
                initial=first,
                label=_("Row %(row)d: %(found)s") % {"row": question.key, "found": question.found},
                help_text=how(question.how),
            )
            names.append(name)
            if question.answer is None:
                self.undecided.add(name)
        return names

    def _add_words(self, preview: Preview) -> list[str]:
        names = []
        for word in preview.words[:MOST_QUESTIONS]:
            name = f"word-{word.key}"
            nothing = _("Not decided") if word.is_doubtful else _("Not understood")
            self.fields[name] = forms.ChoiceField(
                choices=[("", nothing), *Verdict.choices, (NO_RATING, _("No rating: leave the point as it is"))],
                required=False,
                initial=word.meaning,
                label=ngettext("%(word)s (once)", "%(word)s (%(count)d times)", word.count)
                % {"word": word.found, "count": word.count},
            )
            names.append(name)
            if not word.meaning:
                self.undecided.add(name)
        return names

    def _add_dates(self, preview: Preview) -> list[str]:
        names = []
        for one in preview.dates[:MOST_QUESTIONS]:
            name = f"date-{one.key}"
            readings = [(reading.isoformat(), day(reading)) for reading in one.readings]
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("Not decided")), *readings, (NOT_TAKEN, _("Skip"))],
                required=False,
                initial=one.chosen,
                label=ngettext("%(date)s (once)", "%(date)s (%(count)d times)", one.count)
                % {"date": one.found, "count": one.count},
            )
            names.append(name)
            if not one.chosen:
                self.undecided.add(name)
        return names


class DecisionForm(PlainForm):
    """Taking a sheet over as it was previewed."""

    digest = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False, label=_("Skip rows that were not understood"))
    conflicts = forms.ChoiceField(
        choices=[("keep", _("Keep what is in Waymark")), ("sheet", _("Use the values of the sheet"))],
        widget=forms.RadioSelect,
        required=False,
        initial="keep",
        label=_("Points rated by someone else meanwhile"),
    )


def _tab(sheet: Sheet, count: int) -> str:
    name = visible(sheet.name, limit=60)
    shown = str(_("%(name)s (hidden)") % {"name": name}) if sheet.hidden else name
    return ngettext("%(name)s: %(n)d reference", "%(name)s: %(n)d references", count) % {"name": shown, "n": count}


def _column(sheet: Sheet, choices: Choices, index: int) -> str:
    heading = sheet.row(choices.heading_row) if choices.heading_row else None
    title = visible(heading.cell(index).text, limit=60) if heading else ""
    return f"{letters(index)} · {title}" if title else letters(index)
