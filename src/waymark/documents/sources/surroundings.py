"""Sources from clause 4: factors and the climate decision, parties and needs, obligations, sites and headcounts."""

from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.headcounts import headcount_on
from waymark.context.models.factor import Factor, Origin
from waymark.context.models.headcount import Headcount
from waymark.context.models.need import Need, NeedState
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.site import Site
from waymark.documents.filled import FilledRow
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, on, owner_of, row_of, value_of

_REPORTING: Final = frozenset({"A.8.4", "A.8.5"})
"""The controls that meet duties to tell somebody something."""


def _sites(asking: Asking) -> Drawn:
    return drawn(
        row_of(
            one,
            one.name,
            name=one.name,
            address=one.address,
            functions=one.functions,
            remote=_("Yes") if one.is_remote else _("No"),
            shared_services=one.shared_services,
        )
        for one in Site.objects.of(asking.organisation).active().order_by("number")
    )


def _headcount(asking: Asking) -> Drawn:
    return drawn(
        _counted(count) for row in headcount_on(asking.organisation, asking.day) for count in row.counts if count.people
    )


def _counted(count: Headcount) -> FilledRow:
    role, employment = str(count.get_role_display()), str(count.get_employment_display())
    return FilledRow(
        f"{count.site.reference}/{count.role}/{count.employment}",
        f"{count.site.name}, {role}, {employment}",
        count.version,
        {
            "site": count.site.name,
            "ai_role": role,
            "employment": employment,
            "number": str(count.people),
            "as_of": on(count.counted_on),
        },
    )


def _factors(asking: Asking, origin: str) -> Drawn:
    rows = Factor.objects.of(asking.organisation).active().filter(origin=origin).select_related("owner")
    return drawn(
        row_of(
            one,
            one.title,
            factor=one.title,
            effect=one.effect,
            answer=one.response,
            owner=owner_of(one),
            review_on=on(one.next_review_on),
        )
        for one in rows.order_by("number")
    )


def _climate(asking: Asking) -> Drawn:
    found = Factor.objects.of(asking.organisation).on_climate().first()
    if found is None:
        return Drawn()
    return value_of(found, found.title, f"{found.get_climate_display()}. {found.effect}")


def _parties(asking: Asking) -> Drawn:
    return drawn(
        row_of(
            one,
            one.name,
            name=one.name,
            kind=str(one.get_kind_display()),
            affected_only=_("Yes") if one.is_only_affected else _("No"),
        )
        for one in Party.objects.of(asking.organisation).active().order_by("number")
    )


def _needs(asking: Asking) -> Drawn:
    rows = Need.objects.of(asking.organisation).of_parties_in_use().select_related("party")
    return drawn(
        row_of(
            one,
            one.text,
            party=one.party.name,
            need=one.text,
            binding=str(one.get_binding_display()),
            source=one.source,
            taken_on=_taken_on(one),
            met_by=one.met_by,
        )
        for one in rows.order_by("party__number", "number")
    )


def _taken_on(need: Need) -> str:
    if need.state == NeedState.OPEN:
        return ""
    words = str(need.get_state_display())
    return f"{words}: {need.reason}" if need.is_declined and need.reason else words


def _obligations(asking: Asking) -> Drawn:
    return drawn(
        row_of(
            one,
            one.title,
            reference=one.reference,
            source=", ".join(filter(None, [one.reference_text, one.clause])),
            what=one.duty,
            met_by=one.met_by,
            evidence="",
            owner=owner_of(one),
            next_check=on(one.next_review_on),
        )
        for one in _owed(asking)
    )


def _reporting(asking: Asking) -> Drawn:
    return drawn(
        row_of(one, one.title, reference=one.reference, what=one.duty, to_whom="", deadline="", owner=owner_of(one))
        for one in _owed(asking)
        if _REPORTING & set(one.met_by_refs)
    )


def _owed(asking: Asking) -> Any:
    return Obligation.objects.of(asking.organisation).owed_by_us().select_related("owner").order_by("number")


SURROUNDINGS: Final[Sources] = {
    "sites[]": _sites,
    "headcount[]": _headcount,
    "factors.external[]": lambda asking: _factors(asking, Origin.EXTERNAL),
    "factors.internal[]": lambda asking: _factors(asking, Origin.INTERNAL),
    "climate.decision": _climate,
    "parties[]": _parties,
    "needs[]": _needs,
    "obligations[]": _obligations,
    "obligations.reporting[]": _reporting,
}
