"""The API itself: every file of this folder that has `routes` is mounted, in the order of their names."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from xunjiasao.interfaces.entry import problems, wire
from xunjiasao.interfaces.entry.schemas import Problem

MOUNTED = sorted(
    file.stem for file in Path(__file__).parent.glob("*.py") if file.stem not in {"__init__", "apps", "urls", "docs"}
)
DESCRIPTION = """Every list answers `{items, next}`; errors are problem+json with a stable `code` and a sentence in the language
of `Accept-Language` (`zh-Hans` or `en`); ids are opaque strings; times are ISO 8601 with their offset; money is whole fen."""


class Api(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Add what every operation may answer."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"]["Problem"] = Problem.model_json_schema(mode="serialization")
        return schema


api = Api(
    title="Xunjiasao 浔家嫂", version="1", description=DESCRIPTION, renderer=wire.Renderer(), urls_namespace="api"
)
problems.install(api)
for name in MOUNTED:
    module = import_module(f"xunjiasao.interfaces.api.{name}")
    if hasattr(module, "routes"):
        api.add_router("", module.routes)

urlpatterns = [path("", api.urls)]
