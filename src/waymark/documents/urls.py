"""Addresses of documents."""

from django.urls import path

from waymark.documents.registers.campaign_reader import READERS
from waymark.documents.registers.master_list import MASTER_LIST
from waymark.documents.views import approval_file, master_list, outline, version, word
from waymark.documents.views.campaign import PAGE as CAMPAIGN
from waymark.documents.views.document import PAGE as DOCUMENT
from waymark.documents.views.external_document import PAGE as EXTERNAL
from waymark.records.pages import record_urls
from waymark.records.views import register_view

_VERSION = "o/<slug:slug>/document-versions/<int:document_version>"
urlpatterns = [
    path("o/<slug:slug>/documents/outlines", outline.outlines, name="document_outlines"),
    path("o/<slug:slug>/documents/outlines/<slug:outline>", outline.outline, name="document_outline"),
    path(f"{_VERSION}/redraft", outline.redraft, name="document_redraft"),
    path("o/<slug:slug>/documents/master-list", register_view(MASTER_LIST), name=MASTER_LIST.name),
    path("o/<slug:slug>/documents/master-list/<str:master_item>", master_list.item, name=MASTER_LIST.address),
    *record_urls(DOCUMENT),
    *record_urls(EXTERNAL),
    path("o/<slug:slug>/campaigns/readers", register_view(READERS), name=READERS.name),
    *record_urls(CAMPAIGN),
    *record_urls(version.PAGE),
    path(f"{_VERSION}/upload", version.upload, name="document_version_upload"),
    path(f"{_VERSION}/word-text", word.word_text, name="document_word_text"),
    path(f"{_VERSION}/file", version.file, name="document_version_file"),
    path(f"{_VERSION}/approval-file", approval_file.download, name="document_version_approval_file"),
    path(f"{_VERSION}/approval-file/upload", approval_file.add, name="document_version_approval_upload"),
    path(f"{_VERSION}/comparison", version.comparison, name="document_comparison"),
]
