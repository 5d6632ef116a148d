"""Forms of the import: a file, how it is read, and the decision."""

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
from waymark.exchange.sentences import FIELDS, how
from waymark.exchange.sheet_rows import Choices, letters, visible
from waymark.exchange.tables.delimited import ENCODINGS
from waymark.exchange.tables.limits import LIMITS, MIB
from waymark.exchange.tables.workbook import Sheet, Workbook

_LARGEST = LIMITS.file_bytes
MOST_QUESTIONS = 300
"""References asked about at once; more is a sign that the wrong column was chosen."""
_MOST_COLUMNS = 60
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

    def __init__(self, *args: Any, workbook: Workbook, choices: Choices, preview: Preview, **kwargs: Any) -> None:
        """Ask about each filled column, each reference that needs a yes, each verdict word and each unclear date."""
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.undecided: set[str] = set()
        if len(workbook.sheets) > 1:
            self.fields["sheet"] = forms.TypedChoiceField(
                choices=[(index, _tab(sheet)) for index, sheet in enumerate(workbook.sheets)],
                coerce=int,
                label=_("Sheet"),
                initial=choices.sheet,
            )
        self.fields["heading_row"].initial = choices.heading_row
        self.columns = self._add_columns(workbook.sheets[choices.sheet])
        self.questions = self._add_questions(preview)
        self.words = self._add_words(preview)
        self.dates = self._add_dates(preview)
        self.has_slashes = bool(preview.dates) or bool(choices.slashes)
        if self.has_slashes:
            self.fields["slashes"] = forms.ChoiceField(
                choices=_ORDERS, required=False, initial=choices.slashes, label=_("Dates with slashes")
            )
        if choices.exclusion or any(one.code == "not_applicable_code" for one in preview.troubles):
            self.fields["exclusion"] = forms.ChoiceField(
                choices=[("", _("Not decided")), *Exclusion.choices],
                required=False,
                initial=choices.exclusion,
                label=_("Reason code for controls that are not applicable"),
            )

    @property
    def asks_exclusion(self) -> bool:
        """Return whether rows say not applicable without a reason code."""
        return "exclusion" in self.fields

    @property
    def doubtful(self) -> list[str]:
        """Return the fields that wait for a decision, in the order of references, verdict words and dates."""
        return [name for name in (*self.questions, *self.words, *self.dates) if name in self.undecided]

    @property
    def settled(self) -> list[str]:
        """Return the fields about references, words and dates that are decided, or were understood at once."""
        return [name for name in (*self.questions, *self.words, *self.dates) if name not in self.undecided]

    def chosen_place(self) -> tuple[int, int]:
        """Return the sheet and the heading row of a valid form."""
        return self.cleaned_data.get("sheet", self.choices.sheet), self.cleaned_data["heading_row"]

    def answered(self) -> Choices:
        """Return the choices of a valid form whose sheet and heading row are those of before."""
        columns = {self.cleaned_data[name]: int(name[7:]) for name in self.columns if self.cleaned_data[name]}
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

    def _add_columns(self, sheet: Sheet) -> list[str]:
        heading = sheet.row(self.choices.heading_row) if self.choices.heading_row else None
        filled = sorted({index for row in sheet.rows for index, cell in enumerate(row.cells) if cell.text.strip()})
        present = {index: field for field, index in self.choices.columns.items()}
        names = []
        for index in dict.fromkeys([*filled[:_MOST_COLUMNS], *present]):
            title = visible(heading.cell(index).text, limit=60) if heading else ""
            name = f"column-{index}"
            self.fields[name] = forms.ChoiceField(
                choices=[("", _("Not imported")), *FIELDS.items()],
                required=False,
                initial=present.get(index, ""),
                label=f"{letters(index)} · {title}" if title else letters(index),
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


def _tab(sheet: Sheet) -> str:
    name = visible(sheet.name, limit=60)
    return str(_("%(name)s (hidden)") % {"name": name}) if sheet.hidden else name
