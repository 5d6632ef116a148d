"""Addresses about the context of an organisation."""

from waymark.context.views.supplier import PAGE as SUPPLIER
from waymark.context.views.system import PAGE as SYSTEM
from waymark.context.views.system_request import PAGE as REQUEST
from waymark.context.views.trigger import PAGE as TRIGGER
from waymark.records.pages import record_urls

urlpatterns = [*record_urls(SUPPLIER), *record_urls(SYSTEM), *record_urls(REQUEST), *record_urls(TRIGGER)]
