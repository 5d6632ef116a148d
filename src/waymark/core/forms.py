"""The base of every form: text in its normal form, and no field that nobody asked for."""

import datetime as dt
import re
import secrets
import unicodedata
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LINE, PROSE
from waymark.core.form_words import OwnWords
from waymark.core.text import normal, one_line, some_lines

_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_WHOLE: Final = re.compile(r"-?[0-9]{1,19}")
VERSION: Final = "version"
KEY: Final = "key"
SIGNED_IN_AS: Final = "signed_in_as"
"""The field that says, signed, whose page a form stood on."""
_LONGEST_KEY = 64
# These belong to the request, not to the form.
ENVELOPE: Final = frozenset({"csrfmiddlewaretoken", SIGNED_IN_AS, "next"})


class Line(forms.CharField):
    """One line of text in normal form."""

    default_validators = [one_line]

    def __init__(self, *, max_length: int = LINE, **kwargs: Any) -> None:
        """Set the length limit."""
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text in normal form."""
        return normal(super().to_python(value) or "")


class Prose(forms.CharField):
    """Some lines of text in normal form."""

    default_validators = [some_lines]
    widget = forms.Textarea

    def __init__(self, *, max_length: int = PROSE, rows: int = 3, **kwargs: Any) -> None:
        """Set the length limit and the height of the box."""
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text in normal form; one in which nothing can be seen is none."""
        text = normal(super().to_python(value) or "")
        return text if any(unicodedata.category(one)[0] not in "CZ" for one in text) else ""


class Whole(forms.IntegerField):
    """A whole number in the digits 0 to 9, as `core.references` reads them: no `1.0`, `1_0`, `+1` or `٣`."""

    def to_python(self, value: Any) -> Any:
        """Return the number, or None for nothing. Refuses what only looks like one."""
        if isinstance(value, str) and not _WHOLE.fullmatch(value.strip() or "0"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class Day(forms.DateField):
    """A calendar date between 1990 and 2199, typed or picked, in ISO form on the wire."""

    def __init__(self, **kwargs: Any) -> None:
        """Use the browser's own date picker."""
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the day, or None for nothing; its digits are 0 to 9, as those of numbers are."""
        if isinstance(value, str) and not value.isascii():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def clean(self, value: Any) -> Any:
        """Refuse dates that are surely slips of the keyboard."""
        day = super().clean(value)
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValidationError(_("Give a date between 1990 and 2199."), code="date-out-of-range")
        return day


class Month(forms.CharField):
    """A month between 1990 and 2199, such as 2026-11; its value is the first day."""

    def __init__(self, **kwargs: Any) -> None:
        """Use the browser's own picker."""
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month"}))
        super().__init__(max_length=7, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the first day of the month, or None for nothing."""
        text = super().clean(value)
        if not text:
            return None
        if not _MONTH.fullmatch(text) or not _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
            raise ValidationError(_("Give a month between 1990 and 2199, such as 2026-11."), code="date-out-of-range")
        return dt.date(int(text[:4]), int(text[5:]), 1)


class PlainForm(OwnWords, forms.Form):
    """Turns text into typed values and nothing more; names every field it was sent and does not know."""

    required_css_class = "required"
    may_carry: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let no browser cut off what is pasted: it does so without a word, and we refuse it with a sentence."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """Refuse unknown fields by name: silence would let a caller believe they were taken."""
        cleaned = super().clean() or self.cleaned_data
        known = {self.add_prefix(name) for name in self.fields} | ENVELOPE | self.may_carry
        unknown = sorted(set(self.data) - known)
        if unknown:
            message = _("Unknown field: %(names)s. Nothing was saved.")
            raise ValidationError(message, code="unknown-field", params={"names": ", ".join(unknown)[:200]})
        return cleaned


class VersionedForm(PlainForm):
    """A form that changes a record says which version of it was read."""

    version = Whole(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class NewForm(PlainForm):
    """A form that makes a record carries a key of its own, so that it makes one record however often it is sent."""

    key = forms.CharField(max_length=_LONGEST_KEY, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose a new key."""
        kwargs["initial"] = {KEY: new_key(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_key(self) -> str:
        """Refuse a key that no page of ours would have made."""
        key: str = self.cleaned_data[KEY]
        if key and not key.replace("-", "").replace("_", "").isalnum():
            raise ValidationError(_("Reload the page and try again."), code="form-expired")
        return key


def new_key() -> str:
    """Return a name for one sending of a form."""
    return secrets.token_urlsafe(24)
