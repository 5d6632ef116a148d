"""Rows belong to one organisation, point down the house, and are written by nobody but the door."""

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from tests.architecture import filled as ground
from tests.architecture.house import layers, our_models
from waymark.people.in_organisation import InOrganisation
from waymark.trail.door import Recorded
from waymark.trail.words import names_in

UNHELD = {
    "people.User": "signs in to several organisations",
    "people.Organisation": "is the holder",
    "people.AccessLink": "lets people in before they are anybody's member",
    "core.Schedule": "work of the installation, not of anybody's management system",
    "core.Heartbeat": "as the schedule",
    "trail.Head": "names the organisation by its key, so that the chain stands below people",
    "trail.Entry": "as the head",
    "catalogue.Framework": "reference data, the same for everybody",
    "catalogue.Requirement": "as the framework",
    "catalogue.Point": "as the framework",
    "catalogue.Mapping": "as the framework",
    "catalogue.Translation": "as the framework",
}
UNRECORDED = {
    "core.Schedule": "machinery: when a job is due next says nothing about anybody's records",
    "core.Heartbeat": "machinery, as the schedule",
    "people.Series": "a counter, told by the record that bears the number",
    "work.Notice": "a line in an inbox points at what happened, which is recorded where it happened",
    "work.DigestSent": "machinery: keeps a mail from going out twice",
    "people.Submission": "machinery: keeps a form that is sent twice from making two records",
    "trail.Head": "is the record",
    "trail.Entry": "is the record",
    "catalogue.Requirement": "laid down with its framework, which is recorded, and never changed",
    "catalogue.Point": "as the requirement",
    "catalogue.Mapping": "as the requirement",
    "readiness.KeptFigures": "follow from recorded rows, and are worked out again at any time",
    "conformity.KeptBacking": "follows from recorded rows, and is worked out again at any time",
    "evidence.FileText": "derived from a stored file, which is recorded, and read again at any time",
}


def fields_of(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]  # any field
    return list(model._meta.concrete_fields)


def test_holds_every_row_for_one_organisation() -> None:
    unheld = {model._meta.label for model in our_models() if "organisation" not in {f.name for f in fields_of(model)}}
    assert unheld == set(UNHELD)


def test_refuses_rows_without_their_organisation() -> None:
    for model in our_models():
        for field in fields_of(model):
            if field.name == "organisation":
                assert isinstance(field, models.ForeignKey), model
                assert not field.null, model
                assert field.remote_field.on_delete is models.PROTECT, model


def test_records_every_change() -> None:
    unrecorded = {model._meta.label for model in our_models() if not issubclass(model, Recorded)}
    assert unrecorded == set(UNRECORDED)


def test_starts_every_question_from_the_holder() -> None:
    for model in our_models():
        if issubclass(model, InOrganisation):
            assert hasattr(model._default_manager, "of"), model


def test_points_down_the_house_or_stays_inside() -> None:
    height = layers()
    upward = [
        f"{field}"
        for model in our_models()
        for field in fields_of(model)
        if field.related_model is not None
        and field.related_model._meta.app_label in height
        and height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    siblings = [
        f"{field}"
        for model in our_models()
        for field in fields_of(model)
        if field.related_model is not None
        and field.related_model._meta.app_label != model._meta.app_label
        and height.get(field.related_model._meta.app_label) == height[model._meta.app_label]
    ]
    assert upward + siblings == []


def test_knows_how_high_each_package_stands() -> None:
    height = layers()
    assert height["core"] < height["trail"] < height["people"] < height["catalogue"] < height["conformity"]
    assert height["reports"] == height["exchange"] < height["site"]


def test_never_takes_records_away_with_their_holder() -> None:
    cascading = [
        str(field)
        for model in our_models()
        for field in fields_of(model)
        if field.remote_field is not None and field.remote_field.on_delete is not models.PROTECT
    ]
    assert cascading == []


def test_hides_no_order_in_a_model() -> None:
    assert [model._meta.label for model in our_models() if model._meta.ordering] == []


def test_overrides_neither_save_nor_delete() -> None:
    ours = {base for model in our_models() for base in model.__mro__ if base.__module__.startswith("waymark.")}
    assert [base.__qualname__ for base in ours if {"save", "delete", "save_base"} & set(vars(base))] == []


def test_has_no_many_to_many_table_that_the_door_cannot_see() -> None:
    assert [model._meta.label for model in our_models() if model._meta.many_to_many] == []


@pytest.mark.django_db
def test_names_the_rows_a_record_points_at_by_one_query_for_each_table() -> None:
    organisation, dear = ground.filled().organisation, {}
    for model in filter(lambda one: issubclass(one, Recorded), our_models()):
        for field in fields_of(model):
            if isinstance(field, models.ForeignKey) and field.name != "organisation":
                keys = list(field.related_model._base_manager.values_list("pk", flat=True))  # noqa: SLF001 -- Django's documented name
                with CaptureQueriesContext(connection) as asked:
                    names_in(organisation.pk, [(model._meta.label_lower, {field.attname: keys})])
                if len(asked) > 1:
                    dear[f"{model._meta.label}.{field.name}"] = len(asked)
    assert not dear, "name them by a namer of their own (trail/words.py)"
