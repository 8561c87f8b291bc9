"""Documents that are made from code equal what the code would make now."""

import json
from typing import Any

import pytest
from django.urls import get_resolver

from tests.house import tree
from tests.house.test_routes import api_of, leaves

GOLDEN = tree.ROOT / "docs/openapi.json"


def differences(golden: Any, made: Any, at: str = "") -> list[str]:
    """Name the places where two documents differ."""
    if isinstance(golden, dict) and isinstance(made, dict):
        keys = sorted({*golden, *made})
        return [d for key in keys for d in differences(golden.get(key), made.get(key), f"{at}/{key}")]
    return [] if golden == made else [at]


def test_the_openapi_document_is_the_one_in_docs():
    api = next(found for _address, callback in leaves(get_resolver().url_patterns) if (found := api_of(callback)))
    made = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    assert made["openapi"].startswith("3.1")
    assert differences(json.loads(GOLDEN.read_text()), made) == [], "run `make openapi` and look at what changed"


@pytest.mark.parametrize("made", [{"a": {"b": 2}}, {"a": {"b": 1, "c": 1}}, {"a": {}}, {}])
def test_a_document_that_lags_is_found(made):
    assert len(differences({"a": {"b": 1}}, made)) == 1
