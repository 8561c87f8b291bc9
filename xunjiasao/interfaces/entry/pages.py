"""What every page for people shares: its surroundings, its errors, the choice of language."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from xunjiasao.interfaces.entry import clock, languages, problems
from xunjiasao.interfaces.entry.routes import PUBLIC, opens
from xunjiasao.kernel.text import _

LANGUAGE_LIFE_S = 365 * 24 * 3600
HOME_BRAND = "浔家嫂"
"""The brand whose wordmark is drawn; another city's name is written in type."""
STALE_FORM = _("This page was open too long. Open it again; then send it once more.")


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Give every template the brand, the city, the language, the moment and who reads it."""
    deployment = settings.XJS
    english = get_language() == "en"
    return {
        "brand": deployment.brand_en if english else deployment.brand,
        "wordmark": deployment.brand == HOME_BRAND,
        "city": deployment.city_name_en if english else deployment.city_name,
        "hotline": deployment.hotline,
        "demo": deployment.demo,
        "lang": "en" if english else "zh-CN",
        "other_language": "zh-hans" if english else "en",
        "now": clock.now(),
    }


def here(request: HttpRequest) -> str:
    """The address to come back to."""
    return request.get_full_path()


def safe_next(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """Where to go next, if that is a page of ours."""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else otherwise


@require_safe
@opens(PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the mark, for pages that name none."""
    return redirect(static("house/mark.svg"))


@require_safe
@opens(PUBLIC)
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Answer in another language from now on."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = redirect(safe_next(request, request.GET.get("next", ""), "/"))
    response.set_cookie(
        languages.COOKIE, code, max_age=LANGUAGE_LIFE_S, secure=settings.XJS.https, samesite="Lax", httponly=True
    )
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problems.shown(request, 400, str(problems.SENTENCES[400][1]))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problems.shown(request, 403, str(problems.SENTENCES[403][1]))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problems.shown(request, 404, str(problems.SENTENCES[404][1]))


def broken(request: HttpRequest) -> HttpResponse:
    if problems.is_api(request):  # what broke may be around the API, not in it
        return problems.problem(500)
    return problems.shown(request, 500, str(problems.SENTENCES[500][1]))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF proof is missing or old."""
    return problems.shown(request, 403, str(STALE_FORM))
