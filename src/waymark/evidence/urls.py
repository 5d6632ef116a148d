"""Addresses of evidence."""

from django.urls import path

from waymark.evidence.views import collecting, files, item, listing, requests
from waymark.records.pages import act_urls

_ITEM = "o/<slug:slug>/evidence/<int:item>"
_REQUEST = "o/<slug:slug>/evidence/requests/<int:evidence_request>"

urlpatterns = [
    path("o/<slug:slug>/evidence/", listing.items, name="evidence"),
    path("o/<slug:slug>/evidence/changes", listing.changes, name="evidence_changes"),
    path("o/<slug:slug>/evidence/new", collecting.new_item, name="evidence_new"),
    path("o/<slug:slug>/evidence/targets", collecting.targets, name="evidence_targets"),
    path("o/<slug:slug>/evidence/forecast", listing.forecasts, name="evidence_forecast"),
    path("o/<slug:slug>/evidence/requests", requests.requests, name="evidence_requests"),
    path("o/<slug:slug>/evidence/requests/new", requests.new_request, name="evidence_request_new"),
    path("o/<slug:slug>/evidence/requests/changes", requests.request_changes, name="evidence_request_changes"),
    path(_REQUEST, requests.one_request, name="evidence_request"),
    *act_urls(requests.PAGE, _REQUEST),
    path(_ITEM, item.item, name="evidence_item"),
    path(f"{_ITEM}/description", item.description, name="evidence_description"),
    path(f"{_ITEM}/owner", item.owner, name="evidence_owner"),
    path(f"{_ITEM}/captures/new", collecting.new_capture, name="evidence_capture_new"),
    path(f"{_ITEM}/captures/<int:capture>/verifications", item.check, name="evidence_check"),
    path(f"{_ITEM}/captures/<int:capture>/files/<int:position>", files.file, name="evidence_file"),
    path(f"{_ITEM}/captures/<int:capture>/files/<int:position>/preview", files.preview, name="evidence_preview"),
    path(f"{_ITEM}/links", item.links, name="evidence_links"),
    path(f"{_ITEM}/links/<int:link>/ending", item.unlinking, name="evidence_unlinking"),
    path(f"{_ITEM}/uses", collecting.use_instead, name="evidence_use"),
    path(f"{_ITEM}/retirement", item.retirement, name="evidence_retirement"),
    path(f"{_ITEM}/reinstatement", item.reinstatement, name="evidence_reinstatement"),
]
