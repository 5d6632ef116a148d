"""Addresses about the context of an organisation."""

from django.urls import path

from waymark.context.views import extract
from waymark.context.views.supplier import PAGE as SUPPLIER
from waymark.context.views.system import PAGE as SYSTEM
from waymark.context.views.system_request import PAGE as REQUEST
from waymark.context.views.trigger import PAGE as TRIGGER
from waymark.records.pages import record_urls

_EXTRACT = "o/<slug:slug>/systems/<int:system>/extracts/<slug:extract_of>"
urlpatterns = [
    path(_EXTRACT, extract.system_extract, name="system_extract"),
    path(f"{_EXTRACT}.json", extract.system_extract_file, name="system_extract_file"),
    *record_urls(SUPPLIER),
    *record_urls(SYSTEM),
    *record_urls(REQUEST),
    *record_urls(TRIGGER),
]
