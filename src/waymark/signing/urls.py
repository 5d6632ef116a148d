"""Addresses of requests for signatures."""

from django.urls import path

from waymark.records.pages import record_urls
from waymark.signing import views

_REQUEST = "o/<slug:slug>/signatures/<int:signing_request>"

urlpatterns = [
    *record_urls(views.PAGE),
    path(f"{_REQUEST}/answer", views.signing, name="signing_answer"),
    path(f"{_REQUEST}/texts/<int:place>", views.signed_text, name="signed_text"),
    path("o/<slug:slug>/settings/signatures", views.rules, name="signing_rules"),
]
