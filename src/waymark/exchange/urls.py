"""Addresses of the import of a work sheet."""

from django.urls import path

from waymark.exchange import views

_IMPORT = "o/<slug:slug>/gap/GA-<int:number>/import"
urlpatterns = [
    path(_IMPORT, views.upload, name="gap_import"),
    path(_IMPORT + "/<int:importing>", views.previewed, name="gap_import_preview"),
    path(_IMPORT + "/<int:importing>/application", views.application, name="gap_import_application"),
    path(_IMPORT + "/<int:importing>/discarding", views.discarding, name="gap_import_discarding"),
]
