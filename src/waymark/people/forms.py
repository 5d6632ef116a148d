"""What people type about themselves, their organisation and its members."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import zones
from waymark.core.dates import LOCALES
from waymark.core.forms import KEY, Line, NewForm, PlainForm, VersionedForm, Whole
from waymark.people.lookalikes import check_name, skeleton
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import MOST_DAYS
from waymark.people.models.user import Theme, User, address
from waymark.people.owner_roles import OwnerRole
from waymark.people.pasted import LARGEST_LIST, LONGEST_LIST, MOST_PEOPLE, decode
from waymark.people.rights import Can, Role


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zones())]


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
    """An email address in the one form used for comparison."""

    def __init__(self, **kwargs: Any) -> None:
        """Let the browser complete it."""
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(label=_("Email address"), max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the address, or an empty text."""
        cleaned = super().clean(value)
        return address(cleaned) if cleaned else ""


class PersonName(Line):
    """A name that can be seen, and in which no word mixes alphabets."""

    def clean(self, value: Any) -> str:
        """Refuse names that nobody can see, and those that are drawn to be mistaken for others."""
        name: str = super().clean(value)
        check_name(name)
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
    time_zone = Zone(
        required=False,
        empty=_("UTC"),
        help_text=_("For your own pages. Inside an organisation, days and times are those of the organisation."),
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme, widget=forms.RadioSelect)
    digest = forms.BooleanField(
        required=False, label=_("Daily email with what is due, if this installation can send email")
    )


class OrganisationForm(PlainForm):
    """A new organisation."""

    name = PersonName(label=_("Name"), max_length=120, help_text=_("As it appears on reports."))
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
                _("Another organisation already has this name, or one that looks the same."), code="looks-alike"
            )
        return name


class OrganisationSettingsForm(OrganisationForm, VersionedForm):
    """What an organisation is called and where its days begin."""


class EditMemberForm(VersionedForm):
    """What is known about a member."""

    name = PersonName(label=_("Name"))
    post = Line(label=_("Job title"), required=False, help_text=_("For example: head of data."))
    email = Address(required=False, help_text=_("Needed to sign in; changing it cancels an open invitation."))
    owner_roles = forms.MultipleChoiceField(
        label=_("Typical responsibilities"),
        choices=OwnerRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Used to suggest owners; gives no rights."),
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
            raise ValidationError(_("This name looks the same as another member's."), code="looks-alike")
        return name


class RolesForm(VersionedForm):
    """The rights of a member."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )


class AddMemberForm(EditMemberForm, NewForm):
    """A new member, invited at once if asked."""

    version = None  # type: ignore[assignment]  # there is nothing yet that could have changed
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they may do once they sign in. Reader if none is chosen."),
    )
    invited = forms.BooleanField(label=_("Create invitation link now"), required=False)
    field_order = ("name", "post", "email", "roles", "owner_roles", "invited")

    def clean_roles(self) -> list[str]:
        """Make somebody without a chosen role a reader."""
        return self.cleaned_data["roles"] or [Role.READER]

    def clean(self) -> dict[str, Any]:
        """Ask for the address an invitation is bound to."""
        cleaned = super().clean()
        if cleaned.get("invited") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("An invitation needs the email address the person will sign in with."))
        return cleaned


class PastedText(forms.CharField):
    """A list as it was pasted: nothing is cut off, and each line is judged alone, whatever characters it holds."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        """Limit its length, and nothing else."""
        super().__init__(strip=False, max_length=LONGEST_LIST, **kwargs)
        self.validators = [one for one in self.validators if not isinstance(one, ProhibitNullCharactersValidator)]


class MemberListForm(PlainForm):
    """A list of people, pasted or as a file. What the file holds is put below what was pasted."""

    may_carry = frozenset({KEY, "previewed"})
    text = PastedText(
        label=_("One person per line"),
        required=False,
        help_text=_(
            "Paste lines, CSV or cells of a spreadsheet: name, email address, job title, roles. "
            "At most 200 people at once."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        # The name is not kept.
        max_length=1000,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles for lines without a role"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Reader if none is chosen."),
    )
    invited = forms.BooleanField(
        label=_("Create invitation links now"),
        required=False,
        help_text=_("For everyone with an address; shown only once."),
    )

    def clean_file(self) -> str:
        """Return the text of the file."""
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_LIST:
            raise ValidationError(_("The file is larger than 400 kB. Add the people in parts."), code="list-too-large")
        text = decode(file.read())
        if text is None:
            raise ValidationError(
                _("The file is not text. Save the table as CSV, or copy its cells and paste them."),
                code="list-not-text",
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Put both together; refuse a list of nobody."""
        cleaned = super().clean()
        if {"text", "file"} <= set(cleaned):
            text, more = cleaned["text"], cleaned.pop("file")
            cleaned["text"] = "\n".join(part for part in (text, more) if part.strip())
            if not cleaned["text"]:
                self.add_error("text", _("Paste at least one line, or choose a file."))
            elif len(cleaned["text"]) > LONGEST_LIST:
                message = _("This list is longer than %(most)d characters. Add the people in parts.")
                params = {"most": LONGEST_LIST}
                self.add_error("text", ValidationError(message, code="list-too-large", params=params))
        return cleaned


class AddListForm(MemberListForm, NewForm):
    """A list of people to add, as the preview showed it."""

    may_carry = frozenset()
    previewed = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class InvitationsForm(PlainForm):
    """Members who get an invitation link each."""

    members = forms.MultipleChoiceField(
        label=_("Members"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one.")}
    )

    def __init__(
        self, *args: Any, organisation: Organisation, chosen: Callable[[int], bool] | None = None, **kwargs: Any
    ) -> None:
        """Offer those who can be invited, and propose those who are chosen by their key."""
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in Member.objects.of(organisation).invitable().by_name()}
        choices = [(key, one.name) for key, one in self.offered.items()]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]  # a choice field, as declared
        if chosen is not None:
            self.initial["members"] = [key for key, one in self.offered.items() if chosen(one.pk)][:MOST_PEOPLE]

    def clean_members(self) -> list[Member]:
        """Return the members who were chosen; refuse more than one act invites."""
        chosen = self.cleaned_data["members"]
        if len(chosen) > MOST_PEOPLE:
            message = _(
                "At most %(most)d members can be invited at once, and you selected %(n)d. Invite them in parts."
            )
            raise ValidationError(message, code="too-many-people", params={"n": len(chosen), "most": MOST_PEOPLE})
        return [self.offered[key] for key in dict.fromkeys(chosen)]


class TokenForm(PlainForm):
    """A new API token."""

    name = Line(label=_("What it is for"), max_length=80, help_text=_("For example: nightly export of access reviews."))
    rights = forms.MultipleChoiceField(
        label=_("What it may do"),
        initial=[Can.READ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than your own rights."),
    )
    days = Whole(
        label=_("Works for (days)"), min_value=1, max_value=MOST_DAYS, initial=90, help_text=_("At most a year.")
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        """Offer the rights of the member."""
        super().__init__(*args, **kwargs)
        granted = [(right.value, right.label) for right in Can if member.can(right)]
        self.fields["rights"].choices = granted  # type: ignore[attr-defined]  # a choice field, as declared
