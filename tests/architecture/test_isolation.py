"""What belongs to one organisation does not exist for anybody outside: neither the record nor its name."""

import datetime as dt
import inspect
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import path

from tests.architecture import filled as ground
from tests.architecture.filled import NEVER, RECORDS, Filled
from tests.architecture.house import Address, inside_organisations, modules
from tests.factories import client_of
from tests.ground import Once, once_per_module
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.competence.forms.role import AssignForm, EndForm
from waymark.competence.forms.training import HoldForm
from waymark.conformity.forms import AssignmentForm, GapTasksForm, OwnersForm
from waymark.conformity.rounds import open_round
from waymark.context.forms.classification import DutyForm
from waymark.context.forms.factor import NewClimateForm
from waymark.context.forms.need import NewNeedForm
from waymark.context.forms.supplier_notice import NewNoticeForm
from waymark.context.forms.system import SECTION_FORMS, EditSystemForm, SectionForm
from waymark.context.forms.system_request import MergeForm, TakeInForm
from waymark.documents.forms.document import ReplaceForm
from waymark.documents.forms.external_document import EditExternalForm
from waymark.documents.forms.outline import BeginForm
from waymark.documents.forms.version import SignatureForm, SubmitForm
from waymark.documents.models.document import Document
from waymark.documents.package_data import document_data
from waymark.evidence.forms.evidence import NewEvidenceForm, TargetForm
from waymark.evidence.forms.request import AskForm
from waymark.people.forms import AddMemberForm, EditMemberForm, InvitationsForm
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Operator
from waymark.records.acts import NewRecord, record_acts
from waymark.records.choosing import ChoiceForm
from waymark.records.governed import Owned
from waymark.records.registers import registers
from waymark.records.saved_views import SaveViewForm
from waymark.reports.trail.choice import TrailFilterForm
from waymark.tasks.forms import NewTaskForm
from waymark.work.departure_form import DepartureForm
from waymark.work.owners import OwnerForm
from waymark.work.owners import OwnersForm as ManyOwnersForm

pytestmark = pytest.mark.django_db
ADDRESSES = inside_organisations()
# Pages a demo organisation has and a real one does not.
ONLY_OF_DEMOS = frozenset({"demo_removal"})
TODAY = dt.date(2026, 11, 25)
NAMING = [(one, argument) for one in ADDRESSES for argument in one.arguments if argument in RECORDS]
_ABOVE = re.compile(rb'href="(/o/[^"]*)"')
_TOKEN = re.compile(rb"\b[A-Za-z0-9]{64}\b")


filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


@pytest.fixture
def elsewhere() -> Filled:
    return ground.bare("Elsewhere")


def asked(browser: Client, method: str, address: str) -> tuple[int, str, bytes]:
    """Return status, target and body of an answer, without the token of its forms, which differs every time.

    An address that only takes forms leads to the one above it, which whoever asks has typed as well.
    """
    answer = getattr(browser, method)(address)
    body = answer.getvalue() if answer.streaming else answer.content
    if answer.status_code == 405:
        body = _ABOVE.sub(lambda found: b"above" if address.startswith(found[1].decode()) else found[0], body)
    return answer.status_code, answer.headers.get("Location", ""), _TOKEN.sub(b"", body)


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_exist_for_a_member_of_another_organisation(method: str, filled: Filled, elsewhere: Filled) -> None:
    browser, wrong = client_of(elsewhere.administrator), {}
    for one in ADDRESSES:
        theirs = asked(browser, method, filled.address(one))
        nobodys = asked(browser, method, filled.address(one, slug=NEVER))
        # A view that takes one method only says so before it asks who is there, for every address alike.
        if theirs != nobodys or theirs[0] not in {404, 405} or filled.organisation.name.encode() in theirs[2]:
            wrong[str(one)] = (theirs[0], nobodys[0])
    assert wrong == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_sends_somebody_unknown_to_the_sign_in(method: str, filled: Filled) -> None:
    wrong = {}
    for one in ADDRESSES:
        status, target, body = asked(Client(), method, filled.address(one))
        nobodys = asked(Client(), method, filled.address(one, slug=NEVER))
        goes = target.replace(filled.organisation.slug, NEVER, 1) == nobodys[1]
        if status != 405 and (status != 302 or not target.startswith("/account/login/?next=") or body or not goes):
            wrong[str(one)] = (status, target)
    assert wrong == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_does_not_find_a_record_of_another_organisation(method: str, filled: Filled, elsewhere: Filled) -> None:
    framework = Framework.objects.newest().get(is_shipped=True)
    open_round(elsewhere.organisation, framework, title="Own", controls=[], by=elsewhere.administrator)
    browser, wrong = client_of(elsewhere.administrator), {}
    for one, argument in NAMING:
        own = dict.fromkeys(RECORDS, 1) | elsewhere.named
        theirs = asked(browser, method, elsewhere.address(one, **{**own, argument: filled.named[argument]}))
        nobodys = asked(browser, method, elsewhere.address(one, **{**own, argument: 999_999}))
        if theirs != nobodys or theirs[0] not in {404, 405}:
            wrong[f"{one} {argument}"] = (theirs[0], nobodys[0])
    assert wrong == {}


def test_exists_for_those_who_belong(filled: Filled) -> None:
    browser = client_of(filled.administrator)
    ours = [one for one in ADDRESSES if one.name not in ONLY_OF_DEMOS]
    for method in ("get", "post"):
        answers = {str(one): asked(browser, method, filled.address(one))[0] for one in ours}
        assert {name: status for name, status in answers.items() if status in {403, 404, 500}} == {}


def test_fails_for_an_address_that_carries_something_new(filled: Filled) -> None:
    unheard = Address("", path("o/<slug:slug>/risks/<int:risk>", lambda _request: None, name="risk"))  # type: ignore[arg-type,return-value]  # never called
    with pytest.raises(AssertionError, match="say in tests"):
        filled.address(unheard)


Built = Callable[[Organisation], forms.Form]


def _groups(organisation: Organisation) -> list[tuple[str, str]]:
    tree = outline(Framework.objects.newest().get(is_shipped=True).pk, organisation.language)
    return [(one.ref, one.title) for one in tree.sections]


def name_of(kind: type[forms.BaseForm]) -> str:
    """Return what a form is called here: its package and its class."""
    return f"{kind.__module__.split('.')[1]}.{kind.__name__}"


def _of_section(form: type[SectionForm], organisation: Organisation) -> forms.Form:
    return form(organisation=organisation)


def _new(new: NewRecord[Any], organisation: Organisation) -> forms.Form:
    return new.form(**new.given(Operator(organisation)))


def takes_organisation(kind: type) -> bool:
    ours = (base for base in kind.__mro__ if base.__module__.startswith("waymark.") and "__init__" in vars(base))
    whose = {"organisation", "reader"}
    return any(whose & set(inspect.signature(vars(base)["__init__"]).parameters) for base in ours)


FORMS: dict[str, Built] = {
    "documents.BeginForm": lambda one: BeginForm(reader=Operator(one), outline=document_data().outlines["D-29"]),
    "conformity.AssignmentForm": lambda one: AssignmentForm(organisation=one),
    "context.NewNeedForm": lambda one: NewNeedForm(organisation=one),
    "context.NewNoticeForm": lambda one: NewNoticeForm(organisation=one),
    "context.NewClimateForm": lambda one: NewClimateForm(organisation=one),
    "conformity.OwnersForm": lambda one: OwnersForm(organisation=one, groups=_groups(one)),
    "conformity.GapTasksForm": lambda one: GapTasksForm(organisation=one, gaps=()),
    "reports.TrailFilterForm": lambda one: TrailFilterForm(organisation=one),
    "documents.EditExternalForm": lambda one: EditExternalForm(organisation=one),
    "competence.AssignForm": lambda one: AssignForm(reader=Operator(one)),
    "competence.EndForm": lambda one: EndForm(
        reader=Operator(one), holders=dict(Member.objects.of(one).values_list("pk", "name"))
    ),
    "competence.HoldForm": lambda one: HoldForm(reader=Operator(one)),
    "documents.ReplaceForm": lambda one: ReplaceForm(document=Document(organisation=one), organisation=one),
    "documents.SubmitForm": lambda one: SubmitForm(reader=Operator(one)),
    "documents.SignatureForm": lambda one: SignatureForm(reader=Operator(one)),
    "evidence.NewEvidenceForm": lambda one: NewEvidenceForm(
        organisation=one, member=Member.objects.of(one)[0], today=TODAY
    ),
    "evidence.TargetForm": lambda one: TargetForm(reader=Operator(one)),
    "evidence.AskForm": lambda one: AskForm(organisation=one, today=TODAY),
    "people.EditMemberForm": lambda one: EditMemberForm(organisation=one),
    "people.InvitationsForm": lambda one: InvitationsForm(organisation=one),
    "people.AddMemberForm": lambda one: AddMemberForm(organisation=one),
    "work.DepartureForm": lambda one: DepartureForm(organisation=one, leaving=None, owned=[]),
    "work.OwnerForm": lambda one: OwnerForm(reader=Operator(one)),
    "work.OwnersForm": lambda one: ManyOwnersForm(reader=Operator(one)),
    "tasks.NewTaskForm": lambda one: NewTaskForm(reader=Operator(one)),
    "records.ChoiceForm": lambda one: ChoiceForm(register=registers()[0], reader=Operator(one)),
    "records.SaveViewForm": lambda one: SaveViewForm(register=registers()[0], reader=Operator(one)),
    "context.EditSystemForm": lambda one: EditSystemForm(organisation=one),
    "context.TakeInForm": lambda one: TakeInForm(organisation=one),
    "context.MergeForm": lambda one: MergeForm(organisation=one),
    "context.DutyForm": lambda one: DutyForm(organisation=one),
    "context.SectionForm": partial(_of_section, SectionForm),
    **{name_of(form): partial(_of_section, form) for form in SECTION_FORMS.values()},
    # The forms of new records of every kind whose acts are described, as far as they are given who reads.
    **{
        name_of(one.form): partial(_new, one)
        for acts in record_acts()
        if (one := acts.new) is not None and takes_organisation(one.form)
    },
}


OWNER_FOLLOWS = frozenset({"context.NewTriggerForm"})
"""Of what has an owner, the forms that do not ask for one: a trigger goes to the owner of its system."""
WITH_MEMBERS = [
    "conformity.AssignmentForm",
    "conformity.OwnersForm",
    "conformity.GapTasksForm",
    "work.OwnerForm",
    "work.OwnersForm",
    "tasks.NewTaskForm",
    "records.ChoiceForm",
    *(
        name_of(one.form)
        for acts in record_acts()
        if (one := acts.new) is not None
        and takes_organisation(one.form)
        and issubclass(acts.model, Owned)
        and name_of(one.form) not in OWNER_FOLLOWS
    ),
]


def kinds_of_form() -> dict[str, type[forms.BaseForm]]:
    found: dict[str, type[forms.BaseForm]] = {}
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("waymark."):
            found[name_of(kind)] = kind
    return found


def test_knows_every_form_that_belongs_to_an_organisation() -> None:
    assert any(one.name.endswith("forms.py") for one in modules())
    assert {name for name, kind in kinds_of_form().items() if takes_organisation(kind)} == set(FORMS)


def test_offers_records_only_in_forms_that_belong_to_an_organisation() -> None:
    loose = [
        f"{name}.{field}"
        for name, kind in kinds_of_form().items()
        if name not in FORMS
        for field, one in getattr(kind, "base_fields", {}).items()
        if isinstance(one, forms.ModelChoiceField)
    ]
    assert loose == []


@pytest.mark.parametrize("name", FORMS)
def test_refuses_a_member_of_another_organisation_in_every_choice(name: str, filled: Filled, elsewhere: Filled) -> None:
    form = FORMS[name](elsewhere.organisation)
    foreign = str(filled.administrator.pk)
    for field in form.fields.values():
        # The steps of a scale and the clauses are small numbers too, but name nobody's record.
        if isinstance(field, forms.ChoiceField) and _is_no_other(field, foreign, filled):
            typed = [foreign] if isinstance(field, forms.MultipleChoiceField) else foreign
            with pytest.raises(forms.ValidationError):
                field.clean(typed)


def _is_no_other(field: Any, key: str, filled: Filled) -> bool:
    """Return whether a choice, if there is one by that key, is the member."""
    label = {str(one): str(label) for one, label in field.choices}.get(key)
    return label is None or filled.administrator.name in label


@pytest.mark.parametrize("name", WITH_MEMBERS)
def test_takes_a_member_of_its_own(name: str, filled: Filled) -> None:
    own = str(filled.administrator.pk)
    taken = 0
    for field in FORMS[name](filled.organisation).fields.values():
        if isinstance(field, forms.ChoiceField):
            try:
                taken += bool(field.clean(own))
            except forms.ValidationError:
                continue
    assert taken
