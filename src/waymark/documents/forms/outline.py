"""The form that begins a document from an outline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Line, NewForm
from waymark.documents.package_data import Outline
from waymark.documents.sources.subjects import subjects_to_choose
from waymark.people.member_field import MemberField
from waymark.people.readers import Reader


class BeginForm(NewForm):
    """What the document is called, who owns it, and for which record it is, where the outline is for one."""

    title = Line(label=_("Title"))

    def __init__(self, *args: Any, reader: Reader, outline: Outline, **kwargs: Any) -> None:
        """Cut owners and records to what the reader may choose."""
        super().__init__(*args, **kwargs)
        self.records = {str(one.pk): one for one in subjects_to_choose(reader, outline.one_per)}
        if self.records:
            named = [(key, f"{one.reference} {one}") for key, one in self.records.items()]
            self.fields["about"] = forms.ChoiceField(label=_("For"), choices=[("", _("Choose")), *named])
        self.fields["owner"] = MemberField(reader.organisation)

    def clean_about(self) -> Any:
        """Return the record itself."""
        return self.records[self.cleaned_data["about"]]
