"""The command `list` of every register: the filters of its page, as options."""

from collections.abc import Callable
from typing import Any

import click
from django import forms

from waymark.core.references import key_in
from waymark.core.wire.refused import Invalid
from waymark.people.readers import Operator
from waymark.records.api import row_out
from waymark.records.cells import in_words
from waymark.records.choosing import ChoiceForm
from waymark.records.filters import NOBODY, OwnerChoice
from waymark.records.listing import all_rows, reading_of
from waymark.records.registers import Register
from waymark.site.console.finding import member_named, organisation_named
from waymark.site.console.output import as_json, print_json, print_table, shows_refusals


def add_list(group: click.Group, register: Register[Any]) -> None:
    """Add the command `list` to the group of a noun."""

    @group.command("list", help=f"List {register.name.replace('_', ' ')}, as the page does with the same filters.")
    @click.option("--org", "slug", required=True, help="The organisation, as in its address.")
    @_options(register)
    @click.option(
        "--sort",
        type=click.Choice(_orders(register)),
        help="The column to sort by; a minus in front reverses the order.",
    )
    @as_json
    @shows_refusals
    def list_(slug: str, *, as_json: bool, **asked: Any) -> None:
        _list(register, slug, asked, as_json=as_json)


def _list(register: Register[Any], slug: str, asked: dict[str, Any], *, as_json: bool) -> None:
    reader = Operator(organisation_named(slug))
    data = {name: "on" if value is True else value for name, value in asked.items() if value not in (None, False)}
    for name in data.keys() & {one.name for one in register.filters if isinstance(one.field(reader), OwnerChoice)}:
        # At a console people are called by their names, not by keys.
        if str(data[name]) != NOBODY and key_in(str(data[name])) is None:
            data[name] = str(member_named(reader.organisation, str(data[name])).pk)
    form = ChoiceForm(data, register=register, reader=reader)
    if not form.is_valid():
        raise Invalid.of(form)
    rows = list(all_rows(form.chosen(), reading_of(reader)))
    if as_json:
        print_json([row_out(register, row) for row in rows])
        return
    columns = [one for one in form.columns if not one.only_in_files]
    print_table([str(one.label) for one in columns], [[in_words(one.value(row)) for one in columns] for row in rows])


def _options(register: Register[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    nobody: Any = None
    fields = {one.name: one.field(nobody) for one in register.filters}

    def declare(act: Callable[..., None]) -> Callable[..., None]:
        for name, field in reversed(fields.items()):
            is_tick = isinstance(field, forms.BooleanField)
            option = click.option(f"--{name.replace('_', '-')}", name, is_flag=is_tick or None, help=str(field.label))
            act = option(act)
        return act

    return declare


def _orders(register: Register[Any]) -> list[str]:
    return [name for column in register.sortable for name in (column, f"-{column}")]
