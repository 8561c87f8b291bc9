"""Every route names the power it asks for, or says that it is public."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from ninja import NinjaAPI

from xunjiasao.interfaces.entry.routes import PUBLIC, SIGNED_IN, Power, opens

KNOWN = {PUBLIC, SIGNED_IN, *Power}
ADMIN = "admin"  # Django's own site: each of its pages asks `is_staff`; it only reads


def leaves(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Walk to every address and what answers there; one row for each operation of an API."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name == ADMIN:
                continue
            yield from leaves(pattern.url_patterns, f"{prefix}{pattern.pattern}")
        else:
            yield f"{prefix}{pattern.pattern}", pattern.callback


def api_of(callback: Callable[..., Any]) -> NinjaAPI | None:
    """Recognize a page that ninja makes by itself (document, its viewer, root) by the API it carries."""
    found = getattr(callback, "keywords", {}).get("api")
    return found if isinstance(found, NinjaAPI) else None


def operations(api: NinjaAPI) -> Iterator[tuple[str, Callable[..., Any]]]:
    for prefix, router in api._routers:
        for address, view in router.path_operations.items():
            for operation in view.operations:
                yield f"{'/'.join(operation.methods)} {prefix}{address}", operation.view_func


def faults(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    apis = []
    for address, callback in leaves(patterns):
        if (api := api_of(callback)) is not None:
            apis += [] if api in apis else [api]
        elif not is_operation(callback) and getattr(callback, "power", None) not in KNOWN:
            yield f"/{address}: {callback.__module__}.{callback.__qualname__} names no power"
    for api in apis:
        for address, view in operations(api):
            if getattr(view, "power", None) not in KNOWN:
                yield f"{address}: {view.__module__}.{view.__qualname__} names no power"


def is_operation(callback: Callable[..., Any]) -> bool:
    """Tell ninja's own dispatchers, whose operations are looked at one by one."""
    return callback.__module__ == "ninja.operation"


def test_every_route_names_its_power():
    patterns = get_resolver().url_patterns
    assert len(list(leaves(patterns))) > 20, "the lint would be walking an empty house"
    assert list(faults(patterns)) == []


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_page_and_an_operation_without_a_power_are_found():
    api = NinjaAPI(urls_namespace="planted")
    api.get("/planted")(lambda request: None)
    open_page = opens(PUBLIC)(page)
    patterns = [path("api/", api.urls), path("page/", page), path("right/", open_page)]
    assert [fault.partition(":")[0] for fault in faults(patterns)] == ["/page/", "GET /planted"]
