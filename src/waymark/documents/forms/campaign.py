"""Forms about acknowledgement campaigns: text in, typed values out."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.competence.forms.training import MembersField
from waymark.competence.models.role import AimsRole
from waymark.context.form_fields import Picks
from waymark.core.forms import Day, NewForm, Prose, VersionedForm
from waymark.documents.campaign_choices import Audience
from waymark.documents.choices import VersionState
from waymark.documents.models.version import DocumentVersion
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.record_field import RecordField

if TYPE_CHECKING:
    # Django's fields take type parameters in their stubs only.
    _Iterator = ModelChoiceIterator[DocumentVersion]
else:
    _Iterator = ModelChoiceIterator

VERSION: Final = {"type": "integer", "description": "Number of the version in force that is to be read."}
AIMS_ROLE: Final = {"type": "integer", "description": "Number of the AIMS role whose holders and deputies are asked."}


class _InForce(_Iterator):
    """The versions in force; another one can be named, and is refused with the reason by the act itself."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the empty choice and each version in force."""
        yield "", self.field.empty_label
        for one in self.queryset.filter(state=VersionState.EFFECTIVE):
            yield self.choice(one)


class VersionField(RecordField):
    """A version of a document of the organisation; those in force are offered."""

    iterator = _InForce

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Cut the versions to the organisation."""
        rows = DocumentVersion.objects.of(organisation).defer("text").select_related("document", "organisation")
        super().__init__(
            queryset=rows.order_by("title", "edition"), label=_("Version"), empty_label=_("Choose"), **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        """Show the document with the version."""
        return f"{obj.document.reference} {obj.title}, {obj.called}"


class AimsRoleField(RecordField):
    """An AIMS role of the organisation that is in use."""

    def __init__(self, organisation: Organisation) -> None:
        """Cut the roles to the organisation."""
        rows = AimsRole.objects.of(organisation).active().order_by("title", "number")
        super().__init__(queryset=rows, label=_("AIMS role"), required=False, empty_label=_("None"))


class NewCampaignForm(NewForm):
    """Which version is to be read, by whom and by when."""

    due_on = Day(label=_("Read by"))
    audience = forms.ChoiceField(label=_("Audience"), choices=Audience.choices)
    roles = Picks(label=_("Roles"), choices=Role.choices)
    message = Prose(label=_("Message"), max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut versions, AIMS roles and members to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["document_version"] = VersionField(organisation)
        self.fields["aims_role"] = AimsRoleField(organisation)
        self.fields["chosen"] = MembersField(
            organisation, label=_("Members"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
        )
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(
            ("document_version", "audience", "roles", "aims_role", "chosen", "due_on", "message", "owner")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for what the audience needs to be known."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {Audience.ROLES: "roles", Audience.AIMS_ROLE: "aims_role", Audience.CHOSEN: "chosen"}
        name = needed.get(cleaned.get("audience", ""))
        if name is not None and name not in self.errors and not cleaned.get(name):
            self.add_error(name, _now("Choose who is asked."))
        return cleaned


class DueForm(VersionedForm):
    """By when a version is to be read."""

    due_on = Day(label=_("Read by"))
