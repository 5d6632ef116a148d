"""What every field of a form says that refuses something: our sentences in place of Django's."""

from collections.abc import Iterable
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# Django formats each with what its validator knows: the limit, and what was sent.
SENTENCES: Final = {
    "required": _("This field is required."),
    "max_length": ngettext_lazy(
        "Use at most %(limit_value)d character; there are %(show_value)d.",
        "Use at most %(limit_value)d characters; there are %(show_value)d.",
        "limit_value",
    ),
    "min_length": ngettext_lazy(
        "Use at least %(limit_value)d character; there are %(show_value)d.",
        "Use at least %(limit_value)d characters; there are %(show_value)d.",
        "limit_value",
    ),
    "max_value": _("Enter a number that is not greater than %(limit_value)s."),
    "min_value": _("Enter a number that is not less than %(limit_value)s."),
    "invalid_choice": _("“%(value)s” is not one of the choices."),
    "invalid_list": _("Choose from the list."),
    "null_characters_not_allowed": _("The text has a character that cannot be stored. Type it again."),
    "missing": _("Choose a file."),
    "empty": _("The file is empty."),
}
_INVALID: Final = (
    (forms.DateField, _("Enter a date such as 2027-03-31.")),
    (forms.IntegerField, _("Enter a whole number.")),
    (forms.EmailField, _("Enter an email address such as ada@example.org.")),
    (forms.URLField, _("Enter an address that begins with https:// or http://.")),
    (forms.FileField, _("Choose a file.")),
)
_NO_LONGER: Final = _("This choice does not exist, or no longer. Choose another.")


class OwnWords(forms.BaseForm):
    """A form whose fields refuse in our sentences; a field that has its own sentence keeps it."""

    def full_clean(self) -> None:
        """Give each field its sentences before it is asked."""
        give_own_words(self.fields.values())
        super().full_clean()


def give_own_words(fields: Iterable[forms.Field]) -> None:
    """Replace the sentences that fields have from Django."""
    for field in fields:
        known = [one.__dict__.get("default_error_messages", {}) for one in type(field).__mro__]
        invalid = [sentence for kind, sentence in _INVALID if isinstance(field, kind)]
        offered = {**SENTENCES, **({"invalid": invalid[0]} if invalid else {})}
        if isinstance(field, forms.ModelChoiceField):
            # Its value is a key, which names nothing.
            offered["invalid_choice"] = _NO_LONGER
        if isinstance(field, forms.FileField):
            # The length of its name is counted in other words.
            del offered["max_length"]
        for code, sentence in offered.items():
            given = field.error_messages.get(code)
            if given is None or any(given is messages.get(code) for messages in known):
                field.error_messages[code] = sentence
