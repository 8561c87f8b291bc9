"""Who asks: by bearer token under /api/, by cookie everywhere else; looked up once per request."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from xunjiasao.domains.people import access, actions, queries
from xunjiasao.domains.people.queries import Signed
from xunjiasao.domains.people.terms import Power
from xunjiasao.interfaces.entry import clock
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Unauthenticated
from xunjiasao.kernel.text import _

COOKIE = "xjs_session"
PUBLIC, SIGNED_IN = "public", "signed_in"
API = "/api/"
MOST_CHARACTERS = 100
_KEPT = "_xjs_signed"


def actor_of(request: HttpRequest) -> Actor:
    """Say who asks; nobody when there is no valid session."""
    found = signed(request)
    return found.actor if found else Actor.anonymous()


def signed(request: HttpRequest) -> Signed | None:
    """Find the session behind a request, with the name and language of its account."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _look_up(request))
    found: Signed | None = getattr(request, _KEPT)
    return found


def check(request: HttpRequest, power: str) -> Actor:
    """Let the request through a route that asks for a power; one that is public looks nobody up.

    :param power: a `Power`, SIGNED_IN or PUBLIC
    :raises Unauthenticated:
    :raises Forbidden:
    """
    if power == PUBLIC:
        return Actor.anonymous()
    actor = actor_of(request)
    if not actor.signed_in:
        raise Unauthenticated
    if power != SIGNED_IN and (refusal := access.may_use(actor, Power(power))):
        raise refusal
    return actor


DEVICES = (
    ("miniProgram", "WeChat mini-program"), ("MicroMessenger", "WeChat"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
"""mark in the browser's word for itself → what it is called"""
NAMES = {"WeChat mini-program": _("WeChat mini-program"), "WeChat": _("WeChat")}
"""those that each language calls its own way; the rest are brands"""


def device_of(request: HttpRequest) -> str:
    """Name the device as its owner would know it again."""
    agent = request.headers.get("User-Agent", "")
    return next((name for mark, name in DEVICES if mark in agent), "")


def device_name(device: str) -> str:
    """Call a device in the active language."""
    return str(NAMES.get(device, device))


def address_of(request: HttpRequest) -> str:
    """The network address that asks; behind a TLS proxy, the last one that proxy wrote down."""
    if settings.XJS.https and (forwarded := request.headers.get("X-Forwarded-For")):
        return forwarded.rsplit(",", 1)[-1].strip()[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def keep(response: HttpResponse, token: str, *, until: datetime) -> None:
    """Give the browser of a desk its session."""
    response.set_cookie(
        COOKIE, token, expires=until, httponly=True, samesite="Lax", secure=settings.XJS.https, path="/"
    )


def forget(response: HttpResponse) -> None:
    """Take the session from the browser of a desk."""
    response.delete_cookie(COOKIE, path="/", samesite="Lax")


def _look_up(request: HttpRequest) -> Signed | None:
    token = _bearer(request) if request.path.startswith(API) else request.COOKIES.get(COOKIE)
    if not token or len(token) > MOST_CHARACTERS:
        return None
    now = clock.now()
    found = queries.signed(token, now=now)
    if found and found.stale:
        actions.see(actor=found.actor, now=now)
    return found


def _bearer(request: HttpRequest) -> str | None:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
