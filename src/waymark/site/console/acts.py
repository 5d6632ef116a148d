"""The commands of a kind of record: its list, a new one, and each act, with the fields of its forms as options."""

from collections.abc import Callable, Mapping
from typing import Any

import click
from django import forms

from waymark.core.forms import KEY, VERSION
from waymark.core.references import number_in
from waymark.core.wire.sent import Payload, fill
from waymark.people.member_field import MemberField
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Operator
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.listing import reading_of
from waymark.site.console.finding import member_named, organisation_named
from waymark.site.console.output import NotThere, echo, shows_refusals
from waymark.site.console.registers import add_list
from waymark.trail.actors import CONSOLE

_org = click.option("--org", "slug", required=True, help="The organisation, as in its address.")


def record_group(acts: RecordActs[Any]) -> click.Group:
    """Return the group of commands of a kind: what its pages and operations can do, an operator can."""
    group = click.Group(acts.word.replace("_", "-"), help=str(acts.register.intro))
    add_list(group, acts.register)
    add_acts(group, acts)
    return group


def add_new(group: click.Group, acts: RecordActs[Any]) -> None:
    """Add the command for a new record to the group of a noun, its own or that of what it leads to."""
    if acts.new is not None:
        _add_new(group, acts, acts.new)


def add_acts(group: click.Group, acts: RecordActs[Any]) -> None:
    """Add a command for a new record and for each act on one to the group of a noun."""
    add_new(group, acts)
    for act in acts.acts:
        _add_act(group, acts, act)


def _add_new(group: click.Group, acts: RecordActs[Any], new: NewRecord[Any]) -> None:
    # What it is called comes first, without the name of an option.
    title = acts.model.title_field

    @group.command(new.name, help=f"{acts.row(new).sentence} Prints its number.")
    @_org
    @click.argument(title)
    @_options(new.form, new.described, besides=title)
    @shows_refusals
    def add(slug: str, **given: Any) -> None:
        organisation = organisation_named(slug)
        reader = Operator(organisation)
        form = new.form(initial=new.first(reading_of(reader)), **new.given(reader))
        made = new.make(organisation, _typed(form, organisation, given), CONSOLE)
        echo(made.reference)


def _add_act(group: click.Group, acts: RecordActs[Any], act: RecordAct[Any]) -> None:
    @group.command(act.name, help=str(acts.row(act).sentence))
    @_org
    @click.argument("reference")
    @_options(act.form, act.described)
    @shows_refusals
    def command(slug: str, reference: str, **given: Any) -> None:
        organisation = organisation_named(slug)
        one = _found(acts, organisation, reference)
        reader = Operator(organisation)
        form = acts.form(act, one, reader, reading=reading_of(reader))
        result = act.do(one, _typed(form, organisation, given), CONSOLE)
        message = str(act.done(one, result, reader))
        echo(f"{one.reference}: {message}" if message else one.reference)


def _options(
    form: type[forms.Form], described: Mapping[str, Any], *, besides: str = ""
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    fields: dict[str, forms.Field] = vars(form)["base_fields"]
    more = {name: _described(one) for name, one in described.items() if name not in fields}
    words = {name: _help(field) for name, field in fields.items() if name not in {KEY, VERSION, besides}} | more

    def declare(command: Callable[..., None]) -> Callable[..., None]:
        for name, text in reversed(words.items()):
            field = fields.get(name)
            word = name.replace("_", "-")
            # Three answers: yes, no, and as it is.
            is_tick = isinstance(field, forms.BooleanField)
            declared = f"--{word}/--no-{word}" if is_tick else f"--{word}"
            command = click.option(declared, name, type=_type(field), default=None, help=text)(command)
        return command

    return declare


def _help(field: forms.Field) -> str:
    return f"{field.label}, as 2026-05-29." if isinstance(field, forms.DateField) else f"{field.label}."


def _described(schema: Mapping[str, Any]) -> str:
    words = str(schema["description"])
    if words.startswith("Number of "):
        return f"{words.partition(';')[0].rstrip('.')}, or its reference."
    # Programs know members by keys, people at a console by their names.
    return "Member, by email address or name." if schema.get("type") == "integer" else words


def _type(field: forms.Field | None) -> click.Choice[str] | None:
    if isinstance(field, forms.MultipleChoiceField):
        return None
    choices = [str(value) for value, _label in getattr(field, "choices", ()) if value != ""]
    return click.Choice(choices) if choices else None


def _typed(form: forms.Form, organisation: Organisation, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed values of a form; members are called by address or name, as people are at a console.

    An empty text stands for nobody.
    """
    values = {name: value for name, value in given.items() if value is not None}
    for name, value in values.items():
        if isinstance(form.fields.get(name), MemberField):
            values[name] = str(member_named(organisation, str(value)).pk) if value else ""
        elif isinstance(value, bool):
            values[name] = "true" if value else "false"
    own = {VERSION: form.initial[VERSION]} if VERSION in form.fields else {}
    own |= {KEY: ""} if KEY in form.fields else {}
    fill(form, Payload(values, is_text=True), **own)
    return {name: value for name, value in form.cleaned_data.items() if name not in {KEY, VERSION}}


def _found(acts: RecordActs[Any], organisation: Organisation, reference: str) -> Any:
    number = number_in(reference, acts.model.prefix)
    found = acts.find(Operator(organisation), number) if number is not None else None
    if found is None:
        word = str(acts.model._meta.verbose_name)
        message = f"{organisation.name} has no {word} {reference!r}."
        raise NotThere(message)
    return found
