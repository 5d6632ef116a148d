"""Forms about training and awareness: text in, typed values out."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.training import Effect, TrainingKind
from waymark.competence.starter import starter
from waymark.core.forms import Day, Line, NewForm, PlainForm, Prose, VersionedForm, Whole
from waymark.people.member_field import MemberField
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader


class TopicsField(forms.MultipleChoiceField):
    """Some of the proposed topics of awareness, by their ids, under the audience they are for."""

    described: ClassVar = {"type": "array", "items": {"type": "string"}, "description": "Ids such as AW-01."}

    def __init__(self, **kwargs: Any) -> None:
        """Offer them by audience."""
        found = starter()
        choices = [
            (one.title, [(topic.id, topic.what) for topic in found.topics if topic.audience == one.id])
            for one in found.audiences
        ]
        super().__init__(choices=choices, **kwargs)


class AudiencesField(forms.MultipleChoiceField):
    """Some of the audiences, by their ids."""

    described: ClassVar = {"type": "array", "items": {"type": "string"}, "description": "Ids such as everyone."}

    def __init__(self, **kwargs: Any) -> None:
        """Offer all of them."""
        super().__init__(choices=[(one.id, one.title) for one in starter().audiences], **kwargs)


class MembersField(forms.MultipleChoiceField):
    """Active members of one organisation, by their keys."""

    described: ClassVar = {"type": "array", "items": {"type": "string"}, "description": "Keys of members."}

    def __init__(self, organisation: Organisation, **kwargs: Any) -> None:
        """Read the members once."""
        self.members = {str(one.pk): one for one in Member.objects.of(organisation).active().by_name()}
        super().__init__(choices=[(key, one.name) for key, one in self.members.items()], **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the members."""
        return [self.members[key] for key in super().clean(value)]


class TrainingFields(PlainForm):
    """What is known about a training."""

    title = Line(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Training or awareness"), choices=TrainingKind.choices, initial=TrainingKind.TRAINING
    )
    due_on = Day(label=_("Planned for"), required=False)
    topics = TopicsField(label=_("Topics of awareness"), required=False, widget=forms.SelectMultiple(attrs={"size": 6}))
    audiences = AudiencesField(label=_("Audiences"), required=False, widget=forms.CheckboxSelectMultiple)
    about = Prose(label=_("Content"), max_length=2000, rows=3, required=False)
    effect_plan = Line(
        label=_("How the effect will be checked"),
        max_length=500,
        required=False,
        help_text=_("For example: a test, a task at work, a talk after some weeks."),
    )


class NewTrainingForm(TrainingFields, NewForm):
    """A training that is planned."""

    field_order = ("title", "kind", "due_on", "topics", "audiences", "about", "effect_plan", "owner")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        """Cut owners to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["owner"] = MemberField(organisation)
        self.order_fields(self.field_order)


class EditTrainingForm(TrainingFields, VersionedForm):
    """Changes to what is known about a training."""


class HoldForm(VersionedForm):
    """When it was held, and with whom."""

    field_order = ("held_on", "members", "others", "others_count")
    held_on = Day(label=_("Held on"))
    others = Line(
        label=_("Others who took part"), max_length=300, required=False, help_text=_("For example: all staff on site.")
    )
    others_count = Whole(label=_("How many others"), required=False, min_value=0, max_value=1_000_000, initial=0)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        """Cut members to the organisation."""
        super().__init__(*args, **kwargs)
        self.fields["members"] = MembersField(
            reader.organisation, label=_("Members who took part"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(self.field_order)

    def clean_others_count(self) -> int:
        """Return none for nothing."""
        return self.cleaned_data["others_count"] or 0


class EffectForm(VersionedForm):
    """How the effect was checked, and what it came to."""

    on = Day(label=_("Checked on"))
    method = Line(label=_("Checked how"), max_length=500)
    result = forms.ChoiceField(label=_("Effect"), choices=[one for one in Effect.choices if one[0] != Effect.NONE])
    note = Prose(label=_("Result"), max_length=2000, rows=2, required=False)
