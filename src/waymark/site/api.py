"""The API: operations of the packages below, put together with their credential, their throttle and their answers."""

from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, Final, cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as PathRefused
from ninja.openapi.schema import OpenAPISchema, get_schema
from ninja.operation import Operation
from ninja.throttling import SimpleRateThrottle

from waymark.competence.api import awareness, competence, ownership, raci, role, training
from waymark.conformity import api as requirements
from waymark.context.api import (
    factor,
    inventory_unit,
    need,
    obligation,
    party,
    planned_change,
    scope_version,
    site,
    supplier,
    supplier_notice,
    system,
    system_request,
    trigger,
)
from waymark.core.errors import RuleBroken
from waymark.core.wire.refused import (
    Invalid,
    TooOften,
    UnreadableRequest,
    WrongContent,
    WrongMethod,
    as_json,
    nothing_here,
)
from waymark.documents.api import campaign, document, external_document, master_list
from waymark.documents.api import version as document_version
from waymark.evidence.api import items, requests
from waymark.people.policy import open_to_all
from waymark.people.token_auth import Bearer, TokenLacksRight, TokenRefused, token_of
from waymark.records import people_api
from waymark.reports import api as exports
from waymark.signing import api as signing
from waymark.site.edge import STATUS, fault
from waymark.tasks import api as tasks
from waymark.trail.door import StaleRecord
from waymark.work import api as comments

NAMESPACE: Final = "api"
_INSIDE: Final = "v1/o/{slug:slug}"
ROUTERS: Final[Sequence[tuple[str, Router]]] = tuple(
    (_INSIDE, package.router)
    for package in (
        items,
        requests,
        tasks,
        factor,
        party,
        need,
        obligation,
        scope_version,
        site,
        planned_change,
        supplier,
        supplier_notice,
        requirements,
        people_api,
        signing,
        role,
        raci,
        competence,
        ownership,
        awareness,
        training,
        system,
        system_request,
        trigger,
        inventory_unit,
        campaign,
        document,
        external_document,
        document_version,
        exports,
        master_list,
        comments,
    )
)
"""Where the operations of each package lie."""
_STATUS: Final[dict[type[Exception], int]] = {
    **STATUS,
    TokenLacksRight: 403,
    TokenRefused: 401,
    UnreadableRequest: 400,
    WrongContent: 415,
}
_OPEN: Final = "it describes the API and shows no records"
_ABOUT: Final = (
    "Evidence for programs. Issue a token on the page API tokens of an organisation and send it as "
    "`Authorization: Bearer`. See docs/reference/api.md."
)


class PerToken(SimpleRateThrottle):
    """Counts the requests of each token, in the cache that all workers share."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Return under which name the requests of a token are counted."""
        token = token_of(request)
        return f"api-{token.pk}" if token is not None else None


class Operations(NinjaAPI):
    """Calls operations by their names, not by the place of their module in our house."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation, which is its own in all packages."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, made when it is first asked for: making it takes seconds, and anybody may ask."""
        return _described(self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)


@cache
def _described(path_prefix: str) -> OpenAPISchema:
    return get_schema(api=api, path_prefix=path_prefix)


api = Operations(
    title="Waymark",
    version="1",
    description=_ABOUT,
    urls_namespace=NAMESPACE,
    auth=Bearer(),
    throttle=[PerToken("120/min")],
    docs_decorator=open_to_all(_OPEN),
)
for _prefix, _router in ROUTERS:
    api.add_router(_prefix, _router)


def addresses() -> list[URLPattern]:
    """Return the address table of the API; each address carries the policy of its operations, as those of pages do."""
    table = api.urls[0]
    operations = _operations()
    kept: dict[str, URLPattern] = {}
    for line in table:
        # The library gives one line for each operation, and each answers for all of its address.
        if isinstance(line, URLPattern):
            kept.setdefault(str(line.pattern), line)
    for route, line in kept.items():
        if route in operations:
            line.callback = _view(line.callback, operations[route])
        elif line.name == "api-root":
            line.callback = open_to_all("nothing lies here; the library counts addresses from it")(line.callback)
    return list(kept.values())


def _operations() -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for prefix, router in ROUTERS:
        for path, view in router.path_operations.items():
            route = f"{prefix}{path}".replace("{", "<").replace("}", ">")
            found.setdefault(route, []).extend(view.operations)
    return found


def _view(view: Callable[..., Any], operations: Sequence[Operation]) -> Callable[..., HttpResponseBase]:
    """Return the view of one address: it answers in JSON whatever happens, and says what its operations declare."""
    methods = sorted(method for one in operations for method in one.methods)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in methods:
            refused = WrongMethod(_("This address accepts %(methods)s.") % {"methods": ", ".join(methods)})
            response: HttpResponseBase = as_json(refused, status=405)
            response["Allow"] = ", ".join(methods)
            return response
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        return response

    declared: Any = answered
    declared.policy = _policy({method: one.view_func for one in operations for method in one.methods})
    takes = [one.view_func.body_limits for one in operations if hasattr(one.view_func, "body_limits")]
    if takes:
        declared.body_limits = takes[0]
    return answered


def _policy(by_method: dict[str, Any]) -> str:
    """Return what the operations of an address declare, in the words of `needs`."""
    policies = {method: str(getattr(act, "policy", "")) for method, act in by_method.items()}
    if set(policies) == {"GET", "POST"}:
        return (
            f"{policies['GET']}, to write {policies['POST'].removeprefix('needs ')}" if all(policies.values()) else ""
        )
    return policies.popitem()[1] if len(policies) == 1 else ""


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer whatever an operation raises: refusals as JSON with their status, everything else opaquely."""
    if isinstance(error, StaleRecord):
        return as_json(error, status=409, **_newer(error))
    if isinstance(error, RuleBroken):
        return as_json(error, status=_STATUS.get(type(error), 422))
    if isinstance(error, ValidationError):
        code = str(getattr(error, "code", "") or "invalid")
        return as_json(Invalid(" ".join(error.messages), fields={}, code=code), status=422)
    if isinstance(error, Http404 | PathRefused):
        return as_json(nothing_here(), status=404)
    if isinstance(error, HttpError):
        return _by_library(error) or fault(request, error)
    return fault(request, error)


def _newer(stale: StaleRecord) -> dict[str, Any]:
    version = getattr(stale.theirs, "version", None)
    return {} if version is None else {"version": version}


def _by_library(error: HttpError) -> HttpResponse | None:
    if isinstance(error, AuthenticationError):
        refused = TokenRefused(
            _("A valid token is needed: it is missing, unknown, expired or revoked."),
            way_out=_("Issue one on the API tokens page and send it in the header Authorization: Bearer."),
        )
        response = as_json(refused, status=401)
        response["WWW-Authenticate"] = 'Bearer realm="Waymark"'
        return response
    if isinstance(error, Throttled):
        often = TooOften(
            _("This token has sent more than 120 requests in a minute."),
            way_out=_("Wait for the time in Retry-After, and fetch more per request."),
        )
        return as_json(often, status=429)
    return None


for _kind in (Exception, Http404, HttpError, PathRefused):
    # The library hands over what was raised; its types allow the class too.
    api.add_exception_handler(_kind, cast("Any", answer))
