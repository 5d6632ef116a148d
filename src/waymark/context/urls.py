"""Addresses about the context of an organisation."""

from django.urls import path

from waymark.context.views.factor import PAGE as FACTOR
from waymark.context.views.factor import new_climate
from waymark.context.views.need import PAGE as NEED
from waymark.context.views.party import PAGE as PARTY
from waymark.context.views.supplier import PAGE as SUPPLIER
from waymark.records.pages import record_urls

urlpatterns = [
    path("o/<slug:slug>/factors/climate", new_climate, name="climate_decision"),
    *record_urls(FACTOR),
    *record_urls(PARTY),
    *record_urls(NEED),
    *record_urls(SUPPLIER),
]
