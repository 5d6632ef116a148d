"""What a program sent, laid into the form that the page has for the same act."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.core.wire.refused import Invalid, UnreadableRequest, WrongContent
from waymark.core.wire.strict_json import read

FILES: Final = "files"
"""The part of a multipart body that holds the files."""
_JSON, _PARTS = "application/json", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Payload:
    """Names with values, and files. `is_text` where every value is text, as in a query or in parts."""

    values: Mapping[str, Any]
    files: tuple["UploadedFile[Any]", ...] = ()
    is_text: bool = False


def body_of(request: HttpRequest, *, with_files: bool = False) -> Payload:
    """Return what the body of a request says. Raises UnreadableRequest and WrongContent."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    taken = (_JSON, _PARTS) if with_files else (_JSON,)
    if request.content_type not in taken or charset not in {"utf-8", "utf8"}:
        raise WrongContent(
            _("This operation accepts %(types)s in UTF-8.") % {"types": _(" or ").join(taken)},
            way_out=_("Set the Content-Type header to what you send."),
        )
    try:
        return _parts(request) if request.content_type == _PARTS else _object(request.body)
    except UnreadablePostError as broken:
        raise UnreadableRequest(_("The request ended before it was complete.")) from broken
    except (MultiPartParserError, SuspiciousOperation) as broken:
        # Their own words may repeat what was sent, so they are not passed on.
        too_much = isinstance(broken, RequestDataTooBig | TooManyFilesSent)
        what = _("it is too large") if too_much else _("its parts are not well formed")
        raise UnreadableRequest(
            _("The request cannot be read: %(what)s. Nothing was saved.") % {"what": what}
        ) from broken


def query_of(request: HttpRequest) -> Payload:
    """Return what the query of an address says. Raises UnreadableRequest."""
    return Payload(_singly(request.GET), is_text=True)


def fill(form: forms.BaseForm, payload: Payload, **own: Any) -> None:
    """Lay what was sent into a form and check it; `own` are fields that the program may not send.

    What is left out takes the value that the page would show in the empty form. Raises Invalid.
    """
    takes = set(form.fields) - set(own)
    unknown = sorted(set(payload.values) - takes)
    if unknown:
        names = ", ".join(unknown)[:200].encode("utf-8", "backslashreplace").decode()
        message = _("Unknown or read-only field: %(names)s. Nothing was saved.") % {"names": names}
        raise Invalid(message, fields={}, code="unknown-field")
    faults = {}
    data: dict[str, Any] = dict(own)
    for name in takes:
        field = form.fields[name]
        value = payload.values[name] if name in payload.values else form.get_initial_for_field(field, name)
        expected = _expected(field)
        if name in payload.values and value is not None and not _fits(value, expected, is_text=payload.is_text):
            sentence = _("Give %(expected)s.") % {"expected": _WORDS[expected]}
            faults[name] = [{"code": "invalid", "message": sentence}]
        elif value is not None:
            data[name] = value
    if faults:
        raise Invalid(_("Refused: %(names)s.") % {"names": ", ".join(sorted(faults))}, fields=faults)
    form.data, form.is_bound = data, True
    if not form.is_valid():
        raise Invalid.of(form)


def _object(body: bytes) -> Payload:
    payload = read(body)
    if not isinstance(payload, dict):
        raise UnreadableRequest(
            _("A JSON object is expected. Nothing was saved."), way_out=_("Send an object with field names and values.")
        )
    return Payload(payload)


def _parts(request: HttpRequest) -> Payload:
    values = _singly(request.POST)
    other = sorted(set(request.FILES) - {FILES})
    if other:
        raise Invalid(
            _("Send files in the part “%(name)s”. Nothing was saved.") % {"name": FILES},
            fields={},
            code="unknown-field",
        )
    return Payload(values, tuple(request.FILES.getlist(FILES)), is_text=True)


def _singly(query: QueryDict) -> dict[str, str]:
    for name, values in query.lists():
        if len(values) > 1:
            shown = name[:80].encode("ascii", "backslashreplace").decode()
            raise UnreadableRequest(_("“%(name)s” was sent twice. Nothing was saved.") % {"name": shown})
    return {name: str(query[name]) for name in query}


_WORDS = {
    "whole": gettext_lazy("a whole number"),
    "truth": gettext_lazy("true or false"),
    "texts": gettext_lazy("a list of texts"),
    "text": gettext_lazy("a text"),
}


def _expected(field: forms.Field) -> str:
    if isinstance(field, forms.IntegerField | forms.ModelChoiceField):
        return "whole"
    if isinstance(field, forms.BooleanField):
        return "truth"
    return "texts" if isinstance(field, forms.MultipleChoiceField) else "text"


def _fits(value: Any, expected: str, *, is_text: bool) -> bool:
    if is_text:
        return expected != "truth" or value in {"true", "false"}
    if expected == "whole":
        return isinstance(value, int) and not isinstance(value, bool)
    if expected == "truth":
        return isinstance(value, bool)
    if expected == "texts":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)
