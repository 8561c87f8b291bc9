"""Documents that are made from code equal what the code would make now."""

import json
from typing import Any

import pytest

from tests.house import tree
from xunjiasao.interfaces.jobs.management.commands import lifecycles, openapi

GOLDEN = tree.ROOT / "docs/openapi.json"


def differences(golden: Any, made: Any, at: str = "") -> list[str]:
    """Name the places where two documents differ."""
    if isinstance(golden, dict) and isinstance(made, dict):
        keys = sorted({*golden, *made})
        return [d for key in keys for d in differences(golden.get(key), made.get(key), f"{at}/{key}")]
    return [] if golden == made else [at]


def test_the_openapi_document_is_the_one_in_docs():
    made = json.loads(json.dumps(openapi.api().get_openapi_schema(path_prefix="/api/v1/")))
    assert made["openapi"].startswith("3.1")
    assert differences(json.loads(GOLDEN.read_text()), made) == [], "run `make openapi` and look at what changed"


@pytest.mark.parametrize("made", [{"a": {"b": 2}}, {"a": {"b": 1, "c": 1}}, {"a": {}}, {}])
def test_a_document_that_lags_is_found(made):
    assert len(differences({"a": {"b": 1}}, made)) == 1


def test_every_stage_table_is_drawn_in_docs():
    made = {f"{cycle.name}.md": lifecycles.page(cycle) for cycle in lifecycles.lifecycles()}
    kept = {path.name: path.read_text() for path in (tree.ROOT / "docs/lifecycles").glob("*.md")}
    assert differences(kept, made) == [], "run `make docs` and look at what changed"
