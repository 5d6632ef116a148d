"""Addresses about the context of an organisation."""

from django.urls import path

from waymark.context.registers.headcount import HEADCOUNT
from waymark.context.views.factor import PAGE as FACTOR
from waymark.context.views.factor import new_climate
from waymark.context.views.need import PAGE as NEED
from waymark.context.views.party import PAGE as PARTY
from waymark.context.views.planned_change import PAGE as PLANNED_CHANGE
from waymark.context.views.site import PAGE as SITE
from waymark.context.views.supplier import PAGE as SUPPLIER
from waymark.context.views.system import PAGE as SYSTEM
from waymark.context.views.system_request import PAGE as REQUEST
from waymark.records.pages import record_urls
from waymark.records.views import register_view

urlpatterns = [
    path("o/<slug:slug>/factors/climate", new_climate, name="climate_decision"),
    *record_urls(FACTOR),
    *record_urls(PARTY),
    *record_urls(NEED),
    *record_urls(PLANNED_CHANGE),
    path("o/<slug:slug>/sites/headcount", register_view(HEADCOUNT), name=HEADCOUNT.name),
    *record_urls(SITE),
    *record_urls(SUPPLIER),
    *record_urls(SYSTEM),
    *record_urls(REQUEST),
]
