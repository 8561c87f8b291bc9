"""Which language a request is answered in."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant, to_language
from django.utils.translation.trans_real import parse_accept_lang_header

from xunjiasao.interfaces.entry.actors import API, signed

COOKIE = "xjs_language"


def language_of(request: HttpRequest) -> str:
    """Choose: what was chosen at this browser, then what it speaks, then what the account spoke last.

    The API's client says all in Accept-Language.
    """
    chosen = "" if request.path.startswith(API) else request.COOKIES.get(COOKIE, "")
    return _known(chosen) or _accepted(request) or _of_account(request) or settings.LANGUAGE_CODE


def _accepted(request: HttpRequest) -> str | None:
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((known for code, _weight in wanted if (known := _known(code))), None)


def _of_account(request: HttpRequest) -> str | None:
    try:
        found = signed(request)
    except (OperationalError, InterfaceError):
        return None  # the view will meet the same and answer 503
    return _known(found.language) if found else None


def _known(code: str) -> str | None:
    try:
        return get_supported_language_variant(to_language(code)) if code and code != "*" else None
    except LookupError:
        return None
