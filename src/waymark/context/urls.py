"""Addresses about the context of an organisation."""

from django.urls import path

from waymark.context.views.factor import PAGE as FACTOR
from waymark.context.views.factor import new_climate
from waymark.context.views.supplier import PAGE as SUPPLIER
from waymark.records.pages import record_urls

urlpatterns = [
    path("o/<slug:slug>/factors/climate", new_climate, name="climate_decision"),
    *record_urls(FACTOR),
    *record_urls(SUPPLIER),
]
