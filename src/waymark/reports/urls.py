"""Addresses of downloads and of the trail."""

from django.urls import path

from waymark.reports import views, views_documents, views_logo, views_past, views_registers, views_trail

urlpatterns = [
    path("o/<slug:slug>/reports/gap/GA-<int:number>.<slug:extension>", views.gap_export, name="gap_export"),
    path("o/<slug:slug>/reports/systems/SYS-<int:system>.pdf", views.system_card_file, name="system_card"),
    path(
        "o/<slug:slug>/reports/documents/DV-<int:document_version>.<slug:form>",
        views_documents.document_file,
        name="document_file",
    ),
    path(
        "o/<slug:slug>/reports/registers/<slug:register>.<slug:extension>",
        views_registers.register_file_view,
        name="register_file",
    ),
    path("o/<slug:slug>/settings/logo", views_logo.logo, name="logo"),
    path("o/<slug:slug>/settings/logo/image", views_logo.image, name="logo_image"),
    path("o/<slug:slug>/settings/logo/removal", views_logo.removal, name="logo_removal"),
    path("o/<slug:slug>/trail/", views_trail.trail, name="trail"),
    path("o/<slug:slug>/trail/<int:seq>", views_trail.entry, name="trail_entry"),
    path("o/<slug:slug>/trail/as-of/<slug:word>/<int:pk>", views_past.record_as_of, name="record_as_of"),
    path("o/<slug:slug>/trail/export.csv", views_trail.export, name="trail_export"),
    path("o/<slug:slug>/trail/checkpoint.txt", views_trail.checkpoint, name="trail_checkpoint"),
    path("o/<slug:slug>/trail/checks", views_trail.checking, name="trail_check"),
]
