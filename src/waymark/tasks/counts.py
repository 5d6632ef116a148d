"""The figures in the menu, counted by the query that finds a reader's memberships."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery

from waymark.tasks.models.notice import Notice
from waymark.tasks.models.task import Task


def open_tasks() -> Subquery:
    """Return how many open tasks a member has."""
    return _count(Task.objects.filter(organisation=OuterRef("organisation"), owner=OuterRef("pk")).open(), "owner")


def unread_notices() -> Subquery:
    """Return how many notices a member has not read; asked of an index that holds the unread alone."""
    return _count(Notice.objects.filter(member=OuterRef("pk")).unread(), "member")


def _count(rows: QuerySet[Any], by: str) -> Subquery:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())
