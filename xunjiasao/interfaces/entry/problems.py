"""What went wrong, over HTTP: problem+json for the API (RFC 9457), a page for people at desks."""

import math
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import structlog
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from xunjiasao.interfaces.entry import wire, words
from xunjiasao.interfaces.entry.actors import API
from xunjiasao.interfaces.entry.fields import name_of, sentence_of
from xunjiasao.kernel.errors import DomainError, Invalid, Limited, Missing, Unauthenticated
from xunjiasao.kernel.text import _

RETRY_S = 2
SIGN_IN = "/desk/sign-in"
DOWN = (OperationalError, InterfaceError)
log = structlog.get_logger(__name__)

SENTENCES: dict[int, tuple[str, Any]] = {
    400: ("bad_request", _("We couldn't read what was sent.")),
    401: (Unauthenticated.code, Unauthenticated.says),
    403: ("forbidden", _("You don't have the right to do this.")),
    404: (Missing.code, Missing.says),
    405: ("method_not_allowed", _("That can't be done at this address.")),
    411: ("length_required", _("Please send it in one piece, with its length.")),
    413: ("too_large", _("That is too large: at most {most_kib} KiB.")),
    415: ("unsupported_media_type", _("Please send JSON.")),
    500: ("error", _("Something went wrong on our side. What you did wasn't saved.")),
    503: ("busy", _("We can't answer just now. Please try again in a moment.")),
}
TITLES = {
    400: "Bad request", 401: "Unauthenticated", 403: "Forbidden", 404: "Not found", 405: "Method not allowed", 409: "Conflict",
    411: "Length required", 413: "Content too large", 415: "Unsupported media type", 422: "Unprocessable content", 429: "Too many requests",
    500: "Internal error", 503: "Service unavailable",
}  # fmt: skip
OURS = {"type", "title", "status", "code", "detail", "fields"}


def install(api: NinjaAPI) -> None:
    """Let the API answer every error as a problem."""
    for kind in (Exception, ValidationError, HttpError, Http404):  # ninja has handlers of its own for these four
        api.add_exception_handler(kind, answer)


def answer(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Turn an error into a problem."""
    if isinstance(error, DomainError):
        return _domain(error)
    if isinstance(error, ValidationError):
        return _domain(Invalid(fields=_fields(error.errors)))
    if isinstance(error, HttpError):
        return problem(error.status_code)
    if isinstance(error, Http404):
        return problem(404)
    if isinstance(error, DOWN):
        log.warning("database_unavailable", reason=type(error).__name__)
        return problem(503)
    log.exception("unexpected", route=_route(request), exc_info=error)
    return problem(500)


def problem(status: int, **facts: Any) -> HttpResponse:
    """Write a problem that no domain raised."""
    code, says = SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])
    return _write(status, code, str(says).format(**facts) if facts else str(says), facts)


def page(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
    """Show a person what went wrong, or None when it is a bug for Django to report."""
    if isinstance(error, Unauthenticated):
        return redirect(f"{SIGN_IN}?next={quote(_onward(request))}") if request.method == "GET" else redirect(SIGN_IN)
    if isinstance(error, DomainError):
        return shown(request, error.status, error.sentence)
    if isinstance(error, DOWN):
        log.warning("database_unavailable", reason=type(error).__name__)
        return shown(request, 503, str(SENTENCES[503][1]))
    return None


def shown(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Render the page of a problem."""
    response = render(request, "entry/problem.html", {"status": status, "sentence": sentence}, status=status)
    if status == 503:
        response["Retry-After"] = str(RETRY_S)
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API)


def _onward(request: HttpRequest) -> str:
    """The address to come back to, without words that are no business of an address."""
    return request.get_full_path() if words.may_stand(request.GET.get("q", "")) else request.path


def _domain(error: DomainError) -> HttpResponse:
    fields = {name: str(says) for name, says in error.fields.items()} if isinstance(error, Invalid) else None
    if isinstance(error, Missing) and "of" in error.facts:
        fields = {error.facts["of"]: error.sentence}
    response = _write(error.status, error.code, error.sentence, error.facts, fields)
    if isinstance(error, Limited):
        facts = error.facts
        response["Retry-After"] = str(math.ceil(facts.get("seconds") or 60 * facts.get("minutes", 1)))
    return response


def _write(
    status: int, code: str, detail: str, facts: dict[str, Any], fields: dict[str, str] | None = None
) -> HttpResponse:
    said: dict[str, Any] = {
        "type": f"urn:xunjiasao:problem:{code}",
        "title": TITLES.get(status, "Error"),
        "status": status,
    }
    said |= {"code": code, "detail": detail} | ({"fields": fields} if fields is not None else {})
    said |= {name: value for name, value in facts.items() if name not in OURS}
    response = HttpResponse(wire.dumps(said), status=status, content_type=wire.PROBLEM_TYPE)
    if status == 503:
        response["Retry-After"] = str(RETRY_S)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _fields(errors: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in errors:
        found.setdefault(name_of(each["loc"]), sentence_of(each))
    return found


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.route if match else ""
