"""Refusals as JSON: the same code, sentence and way out as on a page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken

Faults = Mapping[str, Sequence[Mapping[str, str]]]


class UnreadableRequest(RuleBroken):
    """The request is no JSON, or no form, that could mean one thing only."""

    code = "unreadable-request"


class WrongContent(RuleBroken):
    """The request says that it is of a type that the operation does not take."""

    code = "wrong-content-type"


class WrongMethod(RuleBroken):
    """The address takes other methods."""

    code = "method-not-allowed"


class NothingHere(RuleBroken):
    """There is nothing, or nothing of yours; which of the two is not payload."""

    code = "not-found"


class TooOften(RuleBroken):
    """A program asks more often than anything it does can need."""

    code = "too-many-requests"


class ServerFault(RuleBroken):
    """Something went wrong on our side; the log has it under the reference."""

    code = "fault"


class Invalid(RuleBroken):
    """What was sent does not pass the form. `fields` says what is wrong where."""

    code = "invalid"

    def __init__(self, message: str | Promise, *, fields: Faults, code: str = "") -> None:
        """Keep what is wrong where."""
        super().__init__(
            message, code=code, way_out=_("Correct these fields and send the request again. Nothing was saved.")
        )
        self.fields = fields

    @classmethod
    def of(cls, form: forms.BaseForm) -> "Invalid":
        """Return what a form refuses: a rule over several fields by its own code, everything else field by field."""
        found = {
            name: [{"code": str(error.code or "invalid"), "message": " ".join(error.messages)} for error in errors]
            for name, errors in form.errors.as_data().items()
        }
        overall = found.pop("__all__", [])
        if overall:
            return cls(" ".join(one["message"] for one in overall), fields=found, code=overall[0]["code"])
        return cls(_("Refused: %(names)s.") % {"names": ", ".join(sorted(found))}, fields=found)

    def sentences(self) -> Iterator[tuple[str, str]]:
        """Yield each field that is refused, with what is wrong with it."""
        for name, faults in self.fields.items():
            yield name, " ".join(one["message"] for one in faults)


def nothing_here() -> NothingHere:
    """Return the one answer for what never was and for what is not yours."""
    return NothingHere(
        _("Not found, or you no longer have access."), way_out=_("Check the address and the organisation.")
    )


def as_json(broken: RuleBroken, *, status: int, **more: Any) -> JsonResponse:
    """Return a refusal as `{"error": {…}}`."""
    payload: dict[str, Any] = {"code": broken.code, "message": str(broken.message), "way_out": str(broken.way_out)}
    if isinstance(broken, Invalid) and broken.fields:
        payload["fields"] = broken.fields
    response = JsonResponse({"error": payload | more}, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
