"""Addresses about the context of an organisation."""

from django.urls import path

from waymark.context.views import supplier

_SUPPLIER = "o/<slug:slug>/suppliers/<int:supplier>"

urlpatterns = [
    path("o/<slug:slug>/suppliers/", supplier.suppliers, name="suppliers"),
    path("o/<slug:slug>/suppliers/changes", supplier.supplier_changes, name="supplier_changes"),
    path("o/<slug:slug>/suppliers/new", supplier.supplier_new, name="supplier_new"),
    path(_SUPPLIER, supplier.supplier, name="supplier"),
    path(f"{_SUPPLIER}/edit", supplier.supplier_edit, name="supplier_edit"),
    path(f"{_SUPPLIER}/reviews", supplier.supplier_review, name="supplier_review"),
    path(f"{_SUPPLIER}/owner", supplier.supplier_owner, name="supplier_owner"),
    path(f"{_SUPPLIER}/retirement", supplier.supplier_retirement, name="supplier_retirement"),
    path(f"{_SUPPLIER}/reinstatement", supplier.supplier_reinstatement, name="supplier_reinstatement"),
]
