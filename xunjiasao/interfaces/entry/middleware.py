"""Around every request: its id and log line, its language, its size, and errors in one form."""

import re
import time
from collections.abc import Callable

import structlog
from csp.constants import HEADER as POLICY_HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from xunjiasao.interfaces.entry import languages, problems, wire
from xunjiasao.kernel import ids

MOST_KIB, MOST_FORM_KIB = 256, 16 * 1024
"""A form of a desk may carry a picture from a telephone; what is too large of that is told beside its field."""
GIVEN_ID = re.compile(r"[\w-]{8,64}")
WANTED_METHOD = "X-HTTP-Method-Override"
"""WeChat's `wx.request` knows no PATCH: the mini-program posts and says so here"""
LOADS_NOTHING = "default-src 'none'; frame-ancestors 'none'"
log = structlog.get_logger(__name__)
Next = Callable[[HttpRequest], HttpResponseBase]


class Requests:
    """Give a request an id, log its end by route (never by address: that may hold personal data)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        request_id = given if GIVEN_ID.fullmatch(given) else ids.new().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            match = request.resolver_match
            took_ms = round((time.perf_counter() - started) * 1000, 1)
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                ms=took_ms,
            )
        response["X-Request-Id"] = request_id
        return response


class Policy(CSPMiddleware):
    """Say what a page may load; what the API answers may load nothing, and says so without making a policy."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not problems.is_api(request) or response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        response.headers.setdefault(POLICY_HEADER, LOADS_NOTHING)
        return response


class Answers:
    """Choose the language; refuse what is too large or unreadable; give every API error one form."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = languages.language_of(request)
        request.LANGUAGE_CODE = language
        if problems.is_api(request) and request.method == "POST" and request.headers.get(WANTED_METHOD) == "PATCH":
            request.method = "PATCH"
        with translation.override(language):
            response = _refusal(request) or self.get_response(request)
            if problems.is_api(request) and _foreign(response):
                response = _told(response)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(
            response, ("Accept-Language",) if problems.is_api(request) else ("Accept-Language", "Cookie")
        )
        if problems.is_api(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        return problems.answer(request, error) if problems.is_api(request) else problems.page(request, error)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return problems.problem(400)
    if request.headers.get("Transfer-Encoding") and problems.is_api(request):
        return problems.problem(411)  # under WSGI its body would look empty
    length = request.headers.get("Content-Length") or "0"
    most_kib = MOST_KIB if problems.is_api(request) else MOST_FORM_KIB
    if length.isdecimal() and int(length) <= most_kib * 1024:
        return None
    if problems.is_api(request):
        return problems.problem(413, most_kib=most_kib)
    return problems.shown(request, 413, str(problems.SENTENCES[413][1]).format(most_kib=most_kib))


def _foreign(response: HttpResponseBase) -> bool:
    return response.status_code >= 400 and response.headers.get("Content-Type") != wire.PROBLEM_TYPE


def _told(response: HttpResponseBase) -> HttpResponse:
    told = problems.problem(response.status_code)
    if "Allow" in response.headers:
        told["Allow"] = response.headers["Allow"]
    return told
