"""Routes that do what no route of the house does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI, Query

from xunjiasao.interfaces.entry import problems, wire
from xunjiasao.interfaces.entry.routes import PUBLIC, SIGNED_IN, Power, Routes, actor_of, opens
from xunjiasao.interfaces.entry.schemas import Cut, In, Instant, Out
from xunjiasao.kernel.errors import Forbidden, Limited, Missing, Refused, Unavailable
from xunjiasao.kernel.text import translate

routes = Routes("planted")


class TextIn(In):
    text: str
    at: Instant | None = None
    numbers: list[int] = []
    words: list[str] = []


class AnyOut(Out):
    said: Any = None


class Full(Refused):
    code, says = "full", "Only {left} left."


ERRORS: dict[str, Exception] = {
    "refused": Full(left=2, status=200, fields="x"),
    "forbidden": Forbidden(),
    "missing": Missing(),
    "limited": Limited(minutes=3),
    "unavailable": Unavailable(),
    "down": OperationalError("could not connect to 13800138000"),
    "bug": ZeroDivisionError("secret"),
    "not found": Http404("secret"),
}


@routes.get("/raise/{kind}", power=PUBLIC, response=AnyOut, name="raise")
def fail(request: HttpRequest, kind: str) -> None:
    raise ERRORS[kind]


@routes.post("/echo", power=PUBLIC, response={201: AnyOut}, name="echo")
def echo(request: HttpRequest, body: TextIn) -> dict[str, Any]:
    return {"said": {"text": body.text, "at": body.at, "words": body.words, "language": translate("Monday")}}


@routes.get("/list", power=PUBLIC, response=AnyOut, name="list")
def listed(
    request: HttpRequest, cut: Query[Cut], since: datetime | None = None, thing: UUID | None = None
) -> dict[str, Any]:
    return {"said": [cut.cursor, cut.limit]}


@routes.post("/mine", power=SIGNED_IN, response=AnyOut, name="mine")
def mine(request: HttpRequest, body: TextIn) -> dict[str, Any]:
    return {"said": actor_of(request).who}


@routes.post("/theirs", power=Power.OPERATE, response=AnyOut, name="theirs")
def theirs(request: HttpRequest, body: TextIn) -> dict[str, Any]:
    return {"said": actor_of(request).who}


def fail_page(request: HttpRequest, kind: str) -> HttpResponse:
    raise ERRORS[kind]


@opens(Power.OPERATE)
def room(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{actor_of(request).who} {translate('Monday')}")


@opens(PUBLIC)
def hall(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translate("Monday"))


api = NinjaAPI(urls_namespace="planted", renderer=wire.Renderer())
problems.install(api)
api.add_router("", routes)
urlpatterns = [
    path("api/v1/", api.urls),
    path("desk/raise/<str:kind>", opens(PUBLIC)(fail_page)),
    path("desk/room", room),
    path("hall", hall),
]
handler404 = "xunjiasao.interfaces.entry.pages.not_found"
handler500 = "xunjiasao.interfaces.entry.pages.broken"
