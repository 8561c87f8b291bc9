"""Whatever is sent, as whomever: an answer as the document says, and never a crash."""

import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as bounds
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.copies import copy
from tests.interfaces.api.caller import stop_clock
from tests.interfaces.api.world import PROBES, ROLES, World, world
from xunjiasao.kernel.text import speaking

pytestmark = pytest.mark.django_db
LONG = os.environ.get("XJS_TEST_LONG") == "1"
EXAMPLES = 50 if LONG else 3
"""So many that fit the document and so many that don't, for each operation; each is sent as every role."""
SEED = int(os.environ.get("XJS_TEST_SEED") or time.time_ns() % 1_000_000)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def prepared(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    before = settings.XJS
    logging.disable(logging.CRITICAL)  # thousands of lines that nobody reads
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)  # as Django's own test client does: all of this is one connection's
    with django_db_blocker.unblock(), copy(), speaking("en"):
        stop_clock(settings, tmp_path_factory.mktemp("clock"))
        yield world()
    for signal in ends:
        signal.connect(close_old_connections)
    logging.disable(logging.NOTSET)
    settings.XJS = before


@lru_cache(maxsize=1)
def document() -> Any:
    """The API as its document describes it, reached in this process."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def operation(name: str) -> Any:
    found = (each.ok() for each in document().get_all_operations())
    return next(each for each in found if each.definition.raw["operationId"] == name)


def mended(case: Any, name: str, made: World, parts: frozenset[str]) -> None:
    """Put what the world really holds in the place of some parts of what was made up, so that calls reach the depth."""
    probe = PROBES[name]
    if "path" in parts:
        case.path_parameters = dict(case.path_parameters or {}) | {
            key: str(value) for key, value in probe.path(made).items()
        }
    for part, told in (("query", probe.query(made)), ("body", probe.body(made))):
        if part == "query" and told and case.query is None:
            case.query = {}
        given_part = getattr(case, part)
        for key, value in (told or {}).items():
            if f"{part}.{key}" in parts and isinstance(given_part, dict):
                given_part[key] = value


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("name", PROBES)
def test_any_input_is_answered_as_the_document_says(prepared: World, name: str, mode: GenerationMode) -> None:
    asked, statuses, probe = operation(name), Counter[int](), PROBES[name]
    if not (asked.body or asked.query or asked.path_parameters):
        mode = GenerationMode.POSITIVE  # nothing can be unfitting where nothing is asked
    known = [
        "path",
        *(f"query.{key}" for key in probe.query(prepared)),
        *(f"body.{key}" for key in probe.body(prepared) or {}),
    ]

    @seed(SEED)
    @bounds(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        print_blob=False,
    )  # fmt: skip
    @given(
        case=asked.as_strategy(generation_mode=mode),
        parts=st.just(frozenset(known)) | st.frozensets(st.sampled_from(known)),
    )
    def send(case: Any, parts: frozenset[str]) -> None:
        mended(case, name, prepared, parts)
        for role in ROLES:
            token = prepared.callers[role].client.defaults.get("HTTP_AUTHORIZATION")
            case.headers = {key: value for key, value in (case.headers or {}).items() if key.lower() != "authorization"}
            if token:
                case.headers["Authorization"] = token
            with copy():
                answer = case.call()
                statuses[answer.status_code] += 1
                case.validate_response(answer, checks=CHECKS)

    try:
        send()
    except Exception:
        print(f"XJS_TEST_SEED={SEED}")
        raise
    assert statuses and max(statuses) < 500


def test_an_answer_that_isnt_as_the_document_says_would_be_noticed(prepared: World) -> None:
    """The control: the answer of one operation isn't another's."""
    answer = operation("people_config").Case().call()
    operation("people_config").Case().validate_response(answer, checks=CHECKS)
    for other in ("orders_list", "workers_own", "people_session"):
        with pytest.raises(FailureGroup):
            operation(other).Case().validate_response(answer, checks=CHECKS)
