"""How values are written on the wire: JSON with times on the city's clock."""

from datetime import date, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from ninja.renderers import BaseRenderer

from xunjiasao.kernel.time import in_city

PROBLEM_TYPE = "application/problem+json"
_HOW = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


class Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return dumps(data)


def dumps(data: Any) -> bytes:
    """Write JSON; an instant carries the city's offset, as 2026-11-26T09:00:00+08:00."""
    return orjson.dumps(data, default=_plain, option=_HOW)


def is_known(request: HttpRequest, tag: str) -> bool:
    """Tell whether the client says that it has this very answer; a proxy may have weakened the tag.

    Source: RFC 9110, 13.1.2.
    """
    said = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in said or tag in (each.removeprefix("W/") for each in said)


def unchanged() -> HttpResponse:
    """Say that what the client has is right; nothing is sent, so nothing is said of its kind."""
    answer = HttpResponse(status=304)
    del answer["Content-Type"]
    return answer


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return in_city(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
