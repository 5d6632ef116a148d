"""The API keeps to its own description: generated requests to every operation get no answer that is not described.

What is sent is made from the description, some of it in its terms and some outside them. The seed is fixed, so that
everybody meets the same requests.
"""

import json
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.ground import Once, once_per_module
from waymark.people.models.token import Token
from waymark.site.api import api
from waymark.trail.actors import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("the description is made from code")]
_EXAMPLES = 3
_CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_SEVERAL = settings(
    max_examples=_EXAMPLES,
    deadline=None,
    database=None,
    # What is found is not made smaller: it costs more than all of the rest.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


def _operations() -> dict[str, Any]:
    described: Any = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
    described.app = WSGIHandler()
    return {one.ok().label: one.ok() for one in described.get_all_operations()}


OPERATIONS = _operations()


@pytest.mark.parametrize("label", OPERATIONS)
def test_gives_no_answer_that_is_not_described(label: str, filled: Filled) -> None:
    operation = OPERATIONS[label]
    by = filled.administrator
    secret = Token.issue(by, name="Any", rights=sorted(by.rights), days=1, by=CONSOLE)[1]
    names = {one.name for one in operation.path_parameters}
    known = {"slug": filled.organisation.slug, **ground.SHARED, **filled.named}
    path = {name: known[name] for name in names if name in known}

    def ask(case: Any) -> None:
        cache.clear()
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(answer, checks=_CHECKS)

    for mode in schemathesis.GenerationMode:
        made = operation.as_strategy(generation_mode=mode, path_parameters=path)
        # The library's decorators have no types for what they are given.
        decorate: Any = given(made)
        run: Any = _SEVERAL(seed(20261127)(decorate(ask)))
        run()
