"""The addresses of organisations and people."""

from django.urls import path

from waymark.people import (
    views_entry,
    views_home,
    views_many,
    views_members,
    views_settings,
    views_tokens,
    views_you,
)

urlpatterns = [
    path("", views_home.home, name="home"),
    path("organisations/new", views_home.new_organisation, name="new_organisation"),
    path("you", views_you.you, name="you"),
    path("you/signed-in", views_you.signed_in_again, name="signed_in_again"),
    path("start/<str:token>/", views_entry.first_start, name="first_start"),
    path("join/<str:token>/", views_entry.join, name="join"),
    path("password/<str:token>/", views_entry.new_password, name="new_password"),
    path("o/<slug:slug>/settings", views_settings.organisation_settings, name="organisation_settings"),
    path("o/<slug:slug>/settings/archive", views_settings.archive, name="organisation_archive"),
    path("o/<slug:slug>/members/new", views_members.new_member, name="new_member"),
    path("o/<slug:slug>/members/several", views_many.new_members, name="new_members"),
    path("o/<slug:slug>/members/several/preview", views_many.members_preview, name="members_preview"),
    path("o/<slug:slug>/members/invitations", views_many.invitations, name="member_invitations"),
    path("o/<slug:slug>/members/<int:pk>", views_members.member, name="member"),
    path("o/<slug:slug>/members/<int:pk>/roles", views_members.roles, name="member_roles"),
    path("o/<slug:slug>/members/<int:pk>/invitation", views_members.invitation, name="member_invitation"),
    path(
        "o/<slug:slug>/members/<int:pk>/invitation/withdrawal",
        views_members.invitation_withdrawal,
        name="member_invitation_withdrawal",
    ),
    path("o/<slug:slug>/members/<int:pk>/password", views_members.password, name="member_password"),
    path(
        "o/<slug:slug>/members/tokens/<int:token>/revocation",
        views_members.token_revocation,
        name="member_token_revocation",
    ),
    path("o/<slug:slug>/tokens", views_tokens.tokens, name="tokens"),
    path("o/<slug:slug>/tokens/<int:token>/revocation", views_tokens.revocation, name="token_revocation"),
    path("o/<slug:slug>/members/<int:pk>/return", views_members.rejoining, name="member_return"),
]
