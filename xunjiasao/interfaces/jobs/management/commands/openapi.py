"""Write docs/openapi.json from the code."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import resolve
from ninja import NinjaAPI

GOLDEN = Path(__file__).resolve().parents[5] / "docs/openapi.json"


class Command(BaseCommand):
    help = "Write docs/openapi.json (OpenAPI 3.1); the client's types are generated from it."

    def handle(self, *args: Any, **options: Any) -> None:
        document = api().get_openapi_schema(path_prefix="/api/v1/")
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(document['paths'])} paths in {GOLDEN.name}")


def api() -> NinjaAPI:
    """Find the API among the routes: interfaces don't import each other."""
    view = resolve("/api/v1/openapi.json").func
    assert isinstance(view, partial)
    found = view.keywords["api"]
    assert isinstance(found, NinjaAPI)
    return found
