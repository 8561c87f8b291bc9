"""Routes that name the power they ask for; there is no other way to add one.

    routes = Routes("orders")

    @routes.post("/orders", power=SIGNED_IN, response={201: OrderOut}, name="place")
    def place(request: HttpRequest, body: PlaceIn) -> Status[OrderOut]: ...

`interfaces/api/<domain>.py` exposes its `routes`; `interfaces/api/urls.py` mounts them. A desk's view says
`@opens(Power.RUN_ORDERS)` or `@opens(PUBLIC)`. Inside, `actor_of(request)` costs no further query.
"""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.security.base import AuthBase

from xunjiasao.domains.people.terms import Power
from xunjiasao.interfaces.entry import wire
from xunjiasao.interfaces.entry.actors import PUBLIC, SIGNED_IN, actor_of, check
from xunjiasao.kernel.actor import Actor

__all__ = ["PUBLIC", "SIGNED_IN", "Power", "Routes", "actor_of", "opens"]

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = TypeVar("View", bound=Callable[..., Any])

PROBLEM = {
    "description": "problem",
    "content": {wire.PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
ALWAYS, WITH_BODY, WITH_GATE = (400, 404, 422, 429, 500, 503), (409, 413), (401, 403)


class Gate(AuthBase):
    """Ask for a power before anything of the request is read."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, power: str) -> None:
        super().__init__()
        self.power = power

    def __call__(self, request: HttpRequest) -> Actor:
        return check(request, self.power)


class Open(Gate):
    """Ask for nothing; the document then shows no lock."""

    def __init__(self) -> None:
        super().__init__(PUBLIC)
        del self.openapi_security_schema


class Routes(Router):
    """A domain's part of the API."""

    def __init__(self, domain: str) -> None:
        super().__init__(tags=[domain])
        self.domain = domain

    def get(self, path: str, **said: Any) -> Callable[[View], View]:
        return self._route("GET", path, **said)

    def post(self, path: str, **said: Any) -> Callable[[View], View]:
        return self._route("POST", path, **said)

    def patch(self, path: str, **said: Any) -> Callable[[View], View]:
        return self._route("PATCH", path, **said)

    def delete(self, path: str, **said: Any) -> Callable[[View], View]:
        return self._route("DELETE", path, **said)

    def _route(
        self, method: str, path: str, *, power: str, name: str, response: Any, **more: Any
    ) -> Callable[[View], View]:
        """Add a route.

        :param power: a `Power`, SIGNED_IN or PUBLIC
        :param name: the verb; the operation's id is `<domain>_<name>`
        :param response: a schema, or a schema for each status; a view that returns no `Status` answers the only one
        """
        body = method in {"POST", "PATCH", "PUT"}
        problems = {*ALWAYS, *(WITH_BODY if body else ()), *(WITH_GATE if power != PUBLIC else ())}
        extra = {"responses": dict.fromkeys(sorted(problems), PROBLEM)}

        def add(view: View) -> View:
            view.power = power  # type: ignore[attr-defined]  # the house lint reads it
            self.add_api_operation(
                path, [method], view, auth=Open() if power == PUBLIC else Gate(power), response=response,
                operation_id=f"{self.domain}_{name}", openapi_extra=extra, **more,
            )  # fmt: skip
            return view

        return add


def opens(power: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Let only who has the power see a page; anybody else is sent to sign in or told why not."""

    def guard(view: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> R:
            check(request, power)
            return view(request, *args, **kwargs)

        guarded.power = power  # type: ignore[attr-defined]  # the house lint reads it
        return guarded

    return guard
