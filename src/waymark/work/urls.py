"""Addresses of what members owe, own and are told."""

from django.urls import path

from waymark.work.views import comments, departure, work

urlpatterns = [
    path("o/<slug:slug>/work", work.my_work, name="my_work"),
    path("o/<slug:slug>/work/first", work.first_work, name="first_work"),
    path("o/<slug:slug>/notices", work.notices, name="notices"),
    path("o/<slug:slug>/notices/reading", work.notices_reading, name="notices_reading"),
    path("o/<slug:slug>/comments/on/<slug:word>/<int:pk>", comments.comments, name="comments"),
    path("o/<slug:slug>/comments/on/<slug:word>/<int:pk>/mentions", comments.mentions, name="mentions"),
    path("o/<slug:slug>/comments/<int:comment>", comments.comment, name="comment"),
    path("o/<slug:slug>/members/<int:pk>/departure", departure.departure, name="member_departure"),
]
