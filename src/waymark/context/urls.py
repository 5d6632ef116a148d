"""Addresses about the context of an organisation."""

from django.urls import path

from waymark.context.registers.headcount import HEADCOUNT
from waymark.context.registers.obligation import CANDIDATES
from waymark.context.views import extract
from waymark.context.views.factor import PAGE as FACTOR
from waymark.context.views.factor import new_climate
from waymark.context.views.inventory_unit import PAGE as UNIT
from waymark.context.views.need import PAGE as NEED
from waymark.context.views.obligation import PAGE as OBLIGATION
from waymark.context.views.obligation import candidate, declining
from waymark.context.views.party import PAGE as PARTY
from waymark.context.views.planned_change import PAGE as PLANNED_CHANGE
from waymark.context.views.scope_version import PAGE as SCOPE_VERSION
from waymark.context.views.scope_version import comparison, in_force
from waymark.context.views.site import PAGE as SITE
from waymark.context.views.supplier import PAGE as SUPPLIER
from waymark.context.views.supplier_notice import PAGE as SUPPLIER_NOTICE
from waymark.context.views.system import PAGE as SYSTEM
from waymark.context.views.system_request import PAGE as REQUEST
from waymark.context.views.trigger import PAGE as TRIGGER
from waymark.records.pages import record_urls
from waymark.records.views import register_view

_EXTRACT = "o/<slug:slug>/systems/<int:system>/extracts/<slug:extract_of>"
urlpatterns = [
    path("o/<slug:slug>/factors/climate", new_climate, name="climate_decision"),
    *record_urls(FACTOR),
    *record_urls(PARTY),
    *record_urls(NEED),
    path("o/<slug:slug>/obligations/candidates", register_view(CANDIDATES), name=CANDIDATES.name),
    path("o/<slug:slug>/obligations/candidates/<str:candidate>", candidate, name=CANDIDATES.address),
    path(
        "o/<slug:slug>/obligations/candidates/<str:candidate>/declining",
        declining,
        name="obligation_candidate_declining",
    ),
    *record_urls(OBLIGATION),
    *record_urls(PLANNED_CHANGE),
    path("o/<slug:slug>/scope/in-force", in_force, name="scope_in_force"),
    path("o/<slug:slug>/scope/<int:scope>/comparison", comparison, name="scope_comparison"),
    *record_urls(SCOPE_VERSION),
    path("o/<slug:slug>/sites/headcount", register_view(HEADCOUNT), name=HEADCOUNT.name),
    *record_urls(SITE),
    *record_urls(SUPPLIER),
    path(_EXTRACT, extract.system_extract, name="system_extract"),
    path(f"{_EXTRACT}.json", extract.system_extract_file, name="system_extract_file"),
    *record_urls(SYSTEM),
    *record_urls(REQUEST),
    *record_urls(SUPPLIER_NOTICE),
    *record_urls(TRIGGER),
    *record_urls(UNIT),
]
