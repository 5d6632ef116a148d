"""allauth's forms for one's own password, in our words and without markup in their hints."""

from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from waymark.core.form_words import OwnWords


def _in_our_words(form: forms.Form, labels: dict[str, Any]) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
    # allauth takes Django's list of rules, which is HTML; a hint is text.
    form.fields["password1"].help_text = " ".join(password_validators_help_texts())


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Another password in place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = {"password1": _("New password"), "password2": _("New password, again")}
        _in_our_words(self, {"oldpassword": _("Current password"), **again})


class SetPasswordForm(OwnWords, account.SetPasswordForm):  # type: ignore[misc]  # as above
    """A password for somebody who signs in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password1": _("New password"), "password2": _("New password, again")})
