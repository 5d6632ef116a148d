"""Addresses of the gap assessment and of the requirements."""

from django.urls import path, register_converter

from waymark.conformity.registers.point import POINTS
from waymark.conformity.views import carrying, gap_tasks, report_text, requirements, rounds, sheet, whole
from waymark.records.views import register_view


class RefConverter:
    """A requirement's number such as 6.1.4 or A.6.2.4, or a clause or area such as 6 or A.7."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.]{0,39}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


class PointConverter(RefConverter):
    """A point's number such as 6.1.4-2."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.]{0,39}-[0-9]{1,3}"


register_converter(RefConverter, "ref")
register_converter(PointConverter, "point")

_ROUND = "o/<slug:slug>/gap/GA-<int:number>/"
urlpatterns = [
    path("o/<slug:slug>/gap/", rounds.rounds, name="gap_rounds"),
    path("o/<slug:slug>/gap/new", rounds.opening, name="gap_opening"),
    path("o/<slug:slug>/gap/comparison", rounds.comparison, name="gap_comparison"),
    path(_ROUND, rounds.overview, name="gap_round"),
    path(_ROUND + "points", rounds.points, name="gap_points"),
    path(_ROUND + "result", rounds.result, name="gap_result"),
    path(_ROUND + "tasks", gap_tasks.gap_tasks, name="gap_tasks"),
    path(_ROUND + "closing", rounds.closing, name="gap_closing"),
    path(_ROUND + "sheet/<ref:ref>", sheet.sheet, name="gap_sheet"),
    path(_ROUND + "sheet/<ref:ref>/news", sheet.news, name="gap_news"),
    path(_ROUND + "sheet/<ref:ref>/judgements", whole.whole, name="gap_whole"),
    path(_ROUND + "report-text", report_text.report_text, name="gap_report_text"),
    path(_ROUND + "sheet/<ref:ref>/exclusion", whole.exclusion, name="gap_exclusion"),
    path(_ROUND + "sheet/<ref:ref>/reversal", whole.reversal, name="gap_reversal"),
    path(_ROUND + "sheet/<ref:ref>/<point:point>/judgements", sheet.judgements, name="gap_judgements"),
    path("o/<slug:slug>/points", register_view(POINTS), name=POINTS.name),
    path("o/<slug:slug>/requirements/", requirements.requirements, name="requirements"),
    path("o/<slug:slug>/requirements/assignments", requirements.assignments, name="requirement_assignments"),
    path("o/<slug:slug>/requirements/owners", requirements.owners, name="requirement_owners"),
    path("o/<slug:slug>/edition", carrying.carry_over, name="carry_over"),
    path("o/<slug:slug>/requirements/<ref:ref>", requirements.requirement, name="requirement"),
    path("o/<slug:slug>/requirements/<ref:ref>/assignment", requirements.assignment, name="requirement_assignment"),
    path(
        "o/<slug:slug>/requirements/<ref:ref>/applicability",
        requirements.applicability,
        name="requirement_applicability",
    ),
]
