"""What people type about themselves, their organisation and its members."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from waymark.core.dates import LOCALES
from waymark.core.forms import Line, NewForm, PlainForm, VersionedForm, Whole
from waymark.people.lookalikes import mixes_scripts, skeleton
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import MOST_DAYS
from waymark.people.models.user import Theme, User, address
from waymark.people.owner_roles import OwnerRole
from waymark.people.rights import Can, Role


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]


class Zone(forms.ChoiceField):
    """An IANA time zone."""

    def __init__(self, *, empty: Any = "", **kwargs: Any) -> None:
        """Offer every zone, and `empty` for none."""
        first = [("", empty)] if empty else []
        super().__init__(choices=lambda: first + _zones(), label=_("Time zone"), **kwargs)


class Password(forms.CharField):
    """A new password; spaces count, and nothing is normalised, so that it can be typed again anywhere."""

    def __init__(self, **kwargs: Any) -> None:
        """Say the rules under the box."""
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(label=_("Password"), strip=False, max_length=512, widget=widget, **kwargs)
        self.help_text = self.help_text or " ".join(password_validators_help_texts()[1:])


class Address(forms.EmailField):
    """An e-mail address in the one form used for comparison."""

    def __init__(self, **kwargs: Any) -> None:
        """Let the browser complete it."""
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(label=_("E-mail address"), max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the address, or an empty text."""
        cleaned = super().clean(value)
        return address(cleaned) if cleaned else ""


class PersonName(Line):
    """A name in which no word mixes alphabets."""

    def clean(self, value: Any) -> str:
        """Refuse names that are drawn to be mistaken for others."""
        name: str = super().clean(value)
        if mixes_scripts(name):
            raise ValidationError(
                _("One word of this name mixes letters of different alphabets that look alike. Type it anew."),
                code="mixed-scripts",
            )
        return name


class NewAccountForm(PlainForm):
    """Name and password of somebody who comes in."""

    name = PersonName(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = Password()

    def email_typed(self) -> str:
        """Return the address the password must not resemble."""
        return str(self.initial.get("email", ""))

    def clean(self) -> dict[str, Any]:
        """Hold the password against the name and the address too."""
        cleaned = super().clean()
        _check_password(self, User(email=self.email_typed(), name=cleaned.get("name", "")))
        return cleaned


class FirstStartForm(NewAccountForm):
    """Who runs the installation."""

    email = Address()
    field_order = ("name", "email", "password")

    def email_typed(self) -> str:
        """Return the address typed above the password."""
        return str(self.cleaned_data.get("email", ""))


class NewPasswordForm(PlainForm):
    """A new password for somebody known."""

    password = Password()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Keep whose password it will be."""
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Hold the password against the person's name and address."""
        cleaned = super().clean()
        _check_password(self, self.user)
        return cleaned


def _check_password(form: forms.Form, user: User) -> None:
    password = form.cleaned_data.get("password")
    if password:
        try:
            validate_password(password, user)
        except ValidationError as weak:
            form.add_error("password", weak)


class AcceptForm(PlainForm):
    """An act that needs no more than a click."""


class ReasonForm(PlainForm):
    """An act that needs its reason."""

    reason = Line(label=_("Reason"), max_length=300)


class PreferencesForm(VersionedForm):
    """How a person is called and reads."""

    name = PersonName(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    locale = forms.ChoiceField(label=_("Dates"), choices=list(LOCALES.items()))
    time_zone = Zone(required=False, empty=_("UTC"))
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme, widget=forms.RadioSelect)
    digest = forms.BooleanField(
        required=False, label=_("A mail each morning with what is due, where this installation can send mail")
    )


class OrganisationForm(PlainForm):
    """A new organisation."""

    name = PersonName(label=_("Name"), max_length=120, help_text=_("As it should read on reports."))
    about = Line(label=_("What it does"), max_length=300, required=False)
    time_zone = Zone(help_text=_("Deadlines end at midnight here."))

    def __init__(self, *args: Any, known: Organisation | None = None, **kwargs: Any) -> None:
        """Keep the organisation being described, if there is one."""
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_name(self) -> str:
        """Refuse a name that cannot be told from that of another organisation here."""
        name: str = self.cleaned_data["name"]
        seen = skeleton(name)
        others = Organisation.objects.living().exclude(pk=self.known.pk if self.known else 0)
        if any(skeleton(other) == seen for other in others.values_list("name", flat=True)):
            raise ValidationError(
                _("Another organisation here has this name, or one that looks the same."), code="looks-alike"
            )
        return name


class OrganisationSettingsForm(OrganisationForm, VersionedForm):
    """What an organisation is called and where its days begin."""


class DescribeMemberForm(VersionedForm):
    """What is known about a member."""

    name = PersonName(label=_("Name"))
    post = Line(label=_("Job title"), required=False, help_text=_("Such as head of data."))
    email = Address(required=False, help_text=_("Needed for a sign-in; changing it ends an open invitation."))
    owner_roles = forms.MultipleChoiceField(
        label=_("Typical responsibilities"),
        choices=OwnerRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Used to suggest owners; it gives no rights."),
    )

    def __init__(self, *args: Any, organisation: Organisation, known: Member | None = None, **kwargs: Any) -> None:
        """Keep where the member belongs."""
        super().__init__(*args, **kwargs)
        self.organisation, self.known = organisation, known

    def clean_name(self) -> str:
        """Refuse a name that looks like a colleague's and is not; two people may well share one name."""
        name: str = self.cleaned_data["name"]
        seen = skeleton(name)
        others = Member.objects.of(self.organisation).active().exclude(pk=self.known.pk if self.known else 0)
        names = others.values_list("name", flat=True)
        if any(other != name and skeleton(other) == seen for other in names):
            raise ValidationError(_("This name looks the same as that of another member."), code="looks-alike")
        return name


class RolesForm(VersionedForm):
    """The rights of a member."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )


class NameMemberForm(DescribeMemberForm, NewForm):
    """A new member, invited at once if asked."""

    version = None  # type: ignore[assignment]  # there is nothing yet that could have changed
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role,
        required=False,
        initial=[Role.READER],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they may do once they sign in."),
    )
    invited = forms.BooleanField(label=_("Make an invitation link now"), required=False)
    field_order = ("name", "post", "email", "roles", "owner_roles", "invited")

    def clean(self) -> dict[str, Any]:
        """Ask for the address an invitation is bound to."""
        cleaned = super().clean()
        if cleaned.get("invited") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("An invitation needs the address the person will sign in with."))
        return cleaned


class TokenForm(PlainForm):
    """A new API token."""

    name = Line(label=_("What it is for"), max_length=80, help_text=_("Such as: nightly export of access reviews."))
    rights = forms.MultipleChoiceField(
        label=_("What it may do"),
        initial=[Can.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may do yourself, whatever you tick."),
    )
    days = Whole(
        label=_("Works for (days)"), min_value=1, max_value=MOST_DAYS, initial=90, help_text=_("At most a year.")
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        """Offer the rights of the member."""
        super().__init__(*args, **kwargs)
        granted = [(right.value, right.label) for right in Can if member.can(right)]
        self.fields["rights"].choices = granted  # type: ignore[attr-defined]  # a choice field, as declared


class MemberFilterForm(forms.Form):
    """What a reader of the list looks for; anything else in the address is ignored."""

    q = Line(required=False)
    past = forms.BooleanField(required=False)
