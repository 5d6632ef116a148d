"""Proofs by passkey: what a browser sends is read by libraries that trust its shape, and anybody can send anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from waymark.core.form_words import OwnWords


@contextmanager
def _proof() -> Iterator[None]:
    # Each library in the chain stumbles over a stranger's bytes in its own way; all of it is a proof that fails.
    try:
        yield
    except (ValidationError, DatabaseError):
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


class ProofField(forms.JSONField):
    """What a browser sends; nested without end, it is no JSON as far as anybody here is concerned."""

    def to_python(self, value: Any) -> Any:
        """Return the data. Raises ValidationError for what is no JSON."""
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _field() -> ProofField:
    return ProofField(widget=forms.HiddenInput)


class _Proven(OwnWords):
    def clean_credential(self) -> Authenticator:
        """Return the passkey that the proof was made with. Raises ValidationError where it fails or is unreadable."""
        with _proof():
            return super().clean_credential()  # type: ignore[misc]  # of the form that comes after


class PasskeyForm(_Proven, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey as the second step."""

    credential = _field()


class SignInByPasskeyForm(_Proven, LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey instead of a password."""

    credential = _field()


class ConfirmByPasskeyForm(_Proven, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey that confirms who somebody is."""

    credential = _field()


class AddPasskeyForm(OwnWords, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """One more passkey of a person."""

    credential = _field()

    def clean(self) -> dict[str, Any]:
        """Return the fields. Raises ValidationError where the new passkey cannot be read or does not hold."""
        with _proof():
            return super().clean() or self.cleaned_data
