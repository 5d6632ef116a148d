"""The card of one AI system: what the inventory holds of it, on paper; what nobody knows is named as open."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from waymark.context.inventory.words import SECTIONS, fields_of
from waymark.context.models.classification import Classification
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_metric import SystemMetric
from waymark.context.models.trigger import SystemTrigger
from waymark.core.clock import day_in
from waymark.core.dates import day
from waymark.reports.logo import logo_of
from waymark.reports.paper import Block, Column, Heading, Kind, Paper, Paragraph, Table

_EMPTY = "–"


def system_card(system: AISystem) -> Paper:
    """Return the card of a system as of today; five queries."""
    organisation = system.organisation
    return Paper(
        title=system.name,
        subtitle=_("Card of an AI system"),
        organisation=organisation.name,
        as_of=day_in(organisation.time_zone),
        reference=system.reference,
        sample=organisation.sample,
        logo=logo_of(organisation),
        blocks=(
            Paragraph(system.purpose),
            _table(_("Main facts"), list(_facts(system))),
            *_details(system),
            *_metrics(system),
            *_legal(system),
            *_triggers(system),
        ),
    )


def _facts(system: AISystem) -> Iterator[tuple[str, str]]:
    yield _("State"), str(system.get_state_display())
    yield _("In use since"), day(system.live_on) if system.live_on else _EMPTY
    yield _("Owner"), system.owner.name if system.owner else _("no owner")
    yield _("Unit or team"), system.unit or _EMPTY
    yield _("Scope"), str(system.get_scope_display())
    yield _("Reason for the scope"), system.scope_reason or _EMPTY
    yield _("Life cycle stage"), str(system.get_stage_display())
    yield _("Our roles"), ", ".join(system.roles_in_words) or _EMPTY
    yield _("Roles under the EU AI Act"), ", ".join(system.act_roles_in_words) or _EMPTY
    yield _("Origin"), str(system.get_origin_display())
    yield _("Supplier"), system.supplier.name if system.supplier else _EMPTY
    yield _("Personal data"), str(system.get_personal_data_display())
    yield _("Weight of the result"), str(system.get_decision_effect_display())
    yield _("Legal class"), str(system.get_legal_class_display())


def _details(system: AISystem) -> Iterator[Block]:
    answers = {one.field: one for one in SystemAnswer.objects.about(system).select_related("owner")}
    for section, label in SECTIONS.items():
        rows = [(one.label, _answer(answers[one.id])) for one in fields_of(section) if one.id in answers]
        if rows:
            yield Heading(str(label))
            yield _table(str(label), rows)


def _answer(answer: SystemAnswer) -> str:
    if answer.is_not_known and answer.owner is not None and answer.due_on is not None:
        return _("Not known yet: %(name)s finds out by %(day)s.") % {
            "name": answer.owner.name,
            "day": day(answer.due_on),
        }
    return answer.text or ", ".join(answer.picked_in_words) or _EMPTY


def _metrics(system: AISystem) -> Iterator[Block]:
    found = list(SystemMetric.objects.about(system))
    if found:
        yield Heading(_("Measures"))
        yield _table(_("Measures"), [(str(one), _measured(one)) for one in found])


def _measured(one: SystemMetric) -> str:
    value = f"{one.value_shown} {one.unit}" if one.value is not None else _EMPTY
    return f"{value}. {one.state_in_words}."


def _legal(system: AISystem) -> Iterator[Block]:
    newest = Classification.objects.about(system).select_related("judged_by").first()
    if newest is None:
        return
    yield Heading(_("Legal class"))
    yield _table(
        _("Legal class"),
        [
            (_("Classes"), ", ".join(newest.classes_in_words)),
            (_("Classified on"), day(newest.judged_on)),
            (_("Classified by"), newest.judged_by.name if newest.judged_by else _("Console")),
            (_("Version of the law data"), newest.law_version),
            (_("Assessment of fundamental rights (Art. 27)"), _("Owed") if newest.fria_owed else _("Not owed")),
            (_("Grounds"), newest.reason or _EMPTY),
        ],
    )


def _triggers(system: AISystem) -> Iterator[Block]:
    found = SystemTrigger.objects.about(system).newest_first()
    columns = (
        Column("reference", _("Number"), 10, Kind.REFERENCE),
        Column("happened_on", _("Happened on"), 14, Kind.DATE),
        Column("kind", _("Trigger"), 24),
        Column("title", _("What happened"), 40),
        Column("outcome", _("Outcome"), 40),
    )
    rows = tuple((one.reference, one.happened_on, one.kind_in_words, one.title, one.outcome) for one in found)
    if rows:
        yield Heading(_("Triggers"))
        yield Table(caption=_("Triggers"), columns=columns, rows=rows, key="reference")


def _table(caption: str, rows: list[tuple[str, str]]) -> Table:
    return Table(
        caption=caption, columns=(Column("item", _("Item"), 30), Column("text", _("Content"), 90)), rows=tuple(rows)
    )
