"""Sign-in, sessions, one's own account, consents; what a client needs to know before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Field, Query

from xunjiasao.domains.organizations import queries as organizations
from xunjiasao.domains.people import actions, queries
from xunjiasao.domains.people.terms import PURPOSE_LABELS, Purpose
from xunjiasao.domains.places import queries as places
from xunjiasao.integrations import sms, wechat
from xunjiasao.interfaces.entry import clock, demo
from xunjiasao.interfaces.entry.actors import address_of, device_name, device_of
from xunjiasao.interfaces.entry.routes import PUBLIC, SIGNED_IN, Routes, actor_of
from xunjiasao.interfaces.entry.schemas import Cut, In, Out, PageOut
from xunjiasao.kernel import ids
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Missing
from xunjiasao.kernel.paging import map_page
from xunjiasao.kernel.text import _
from xunjiasao.kernel.time import SLOT_MIN

LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
routes = Routes("people")


class CodeIn(In):
    phone: str = Field(max_length=30, examples=["13800000000"])


class CodeOut(Out):
    expires_in_s: int
    retry_in_s: int
    demo_code: str | None = Field(None, description="in the demo only")


class SessionIn(In):
    """Residents and workers give `code`; staff give `password` and `otp`."""

    phone: str = Field(max_length=30)
    code: str | None = Field(None, max_length=10)
    password: str | None = Field(None, max_length=128)
    otp: str | None = Field(None, max_length=10)


class WechatIn(In):
    login_code: str = Field(min_length=1, max_length=200)
    phone_code: str | None = Field(None, max_length=200)


class AccountOut(Out):
    id: UUID
    name: str
    phone_masked: str
    language: str


class NamedOut(Out):
    id: UUID
    name: str


class SeatOut(Out):
    role: str
    organization: NamedOut | None
    division: NamedOut | None


class WhoOut(Out):
    account: AccountOut
    roles: list[str]
    seats: list[SeatOut]


class SignedInOut(WhoOut):
    token: str


class SessionOut(Out):
    id: UUID
    device: str
    created_at: datetime
    seen_at: datetime
    current: bool


class AccountIn(In):
    name: str | None = Field(None, min_length=1, max_length=40)
    language: str | None = Field(None, max_length=10)


class ConsentIn(In):
    purpose: Purpose
    version: str = Field(min_length=1, max_length=20)


class ConsentOut(Out):
    purpose: Purpose
    label: str
    version: str
    given_at: datetime


class CityOut(Out):
    id: UUID | None
    code: str
    name: str


class ConfigOut(Out):
    brand: str
    city: CityOut
    demo: bool
    hotline: str
    languages: list[str]
    slot_min: int


class DemoAccountOut(Out):
    role: str
    name: str
    phone: str
    password: str | None
    totp_secret: str | None
    note: str


@routes.get("/config", power=PUBLIC, response=ConfigOut, name="config")
def config(request: HttpRequest) -> dict[str, Any]:
    """What a client shows before anybody signs in."""
    xjs = settings.XJS
    english = getattr(request, "LANGUAGE_CODE", "") == "en"
    return {
        "brand": xjs.brand_en if english else xjs.brand, "city": _city(xjs.city), "demo": xjs.demo, "hotline": xjs.hotline,
        "languages": list(LANGUAGES.values()), "slot_min": SLOT_MIN,
    }  # fmt: skip


@routes.get("/demo/accounts", power=PUBLIC, response=PageOut[DemoAccountOut], name="demo_accounts")
def demo_accounts(request: HttpRequest) -> dict[str, Any]:
    """Whom one may sign in as; in the demo only."""
    found = demo.accounts()
    if not found:
        raise Http404
    blank = {"password": None, "totp_secret": None}
    return {"items": [blank | account for account in found], "next": None}


@routes.post("/session/codes", power=PUBLIC, response={202: CodeOut}, name="send_code", exclude_unset=True)
def send_code(request: HttpRequest, body: CodeIn) -> dict[str, Any]:
    """Send a one-time code to a phone: 10 minutes, 5 tries, again after a minute, 5 an hour."""
    sent = actions.send_code(phone=body.phone, address=address_of(request), sms=sms.gateway(), now=clock.now())
    answer: dict[str, Any] = {"expires_in_s": sent.expires_in_s, "retry_in_s": sent.retry_in_s}
    return answer | ({"demo_code": sent.code} if settings.XJS.demo else {})


@routes.post("/session", power=PUBLIC, response=SignedInOut, name="sign_in")
def sign_in(request: HttpRequest, body: SessionIn) -> dict[str, Any]:
    """Sign in by code, or by password and one-time number."""
    where: dict[str, Any] = {"device": device_of(request), "address": address_of(request), "now": clock.now()}
    if body.code:
        signed = actions.sign_in_by_code(phone=body.phone, code=body.code, **where)
    elif body.password and body.otp:
        signed = actions.sign_in_by_password(phone=body.phone, password=body.password, otp=body.otp, **where)
    else:
        lacks = ["otp"] if body.password else ["password"] if body.otp else ["code"]
        raise Invalid(fields={name: _("Please fill this in.") for name in lacks})
    return _who(signed.actor) | {"token": signed.token}


@routes.post("/session/wechat", power=PUBLIC, response=SignedInOut, name="sign_in_by_wechat")
def sign_in_by_wechat(request: HttpRequest, body: WechatIn) -> dict[str, Any]:
    """Sign in through the mini-program; who is new there is asked for her phone (`phone_needed`)."""
    signed = actions.sign_in_by_wechat(
        login_code=body.login_code, phone_code=body.phone_code, wechat=wechat.platform(),
        device=device_of(request), address=address_of(request), now=clock.now(),
    )  # fmt: skip
    return _who(signed.actor) | {"token": signed.token}


@routes.get("/session", power=SIGNED_IN, response=WhoOut, name="session")
def session(request: HttpRequest) -> dict[str, Any]:
    """Who am I?"""
    return _who(actor_of(request))


@routes.delete("/session", power=SIGNED_IN, response={204: None}, name="sign_out")
def sign_out(request: HttpRequest) -> None:
    """End this session."""
    actor = actor_of(request)
    assert actor.session_id is not None
    actions.end_session(session_id=actor.session_id, actor=actor, now=clock.now())


@routes.get("/sessions", power=SIGNED_IN, response=PageOut[SessionOut], name="sessions")
def sessions(request: HttpRequest, cut: Query[Cut]) -> Any:
    """Where I am signed in, newest first."""
    viewer = actor_of(request)
    found = queries.sessions(viewer, now=clock.now(), cursor=cut.cursor, limit=cut.limit)
    return map_page(found, lambda each: {
        "id": each.id, "device": device_name(each.device), "created_at": each.created_at, "seen_at": each.seen_at,
        "current": each.id == viewer.session_id,
    })  # fmt: skip


@routes.delete("/sessions/{session_id}", power=SIGNED_IN, response={204: None}, name="end_session")
def end_session(request: HttpRequest, session_id: str) -> None:
    """Sign out elsewhere."""
    found = ids.parse(session_id)
    if found is None:
        raise Missing
    actions.end_session(session_id=found, actor=actor_of(request), now=clock.now())


@routes.patch("/account", power=SIGNED_IN, response=AccountOut, name="change_account")
def change_account(request: HttpRequest, body: AccountIn) -> dict[str, Any]:
    """Change one's own name or language."""
    actor = actor_of(request)
    actions.change_account(name=body.name, language=body.language, actor=actor, now=clock.now())
    return _account(actor)


@routes.get("/consents", power=SIGNED_IN, response=PageOut[ConsentOut], name="consents")
def consents(request: HttpRequest) -> dict[str, Any]:
    """What I agreed to."""
    return {"items": [_consent(each) for each in queries.consents(actor_of(request))], "next": None}


@routes.post("/consents", power=SIGNED_IN, response={201: ConsentOut}, name="give_consent")
def give_consent(request: HttpRequest, body: ConsentIn) -> dict[str, Any]:
    """Agree to one purpose."""
    return _consent(
        actions.give_consent(purpose=body.purpose, version=body.version, actor=actor_of(request), now=clock.now())
    )


@routes.delete("/consents/{purpose}", power=SIGNED_IN, response={204: None}, name="withdraw_consent")
def withdraw_consent(request: HttpRequest, purpose: Purpose) -> None:
    """Withdraw; it counts from now on."""
    actions.withdraw_consent(purpose=purpose, actor=actor_of(request), now=clock.now())


def _who(actor: Actor) -> dict[str, Any]:
    houses = organizations.names([seat.organization_id for seat in actor.seats if seat.organization_id])
    lands = places.divisions_at([seat.path for seat in actor.seats if seat.path])
    seats = [
        {
            "role": seat.role,
            "organization": _named(seat.organization_id, houses.get(seat.organization_id, ""))
            if seat.organization_id
            else None,
            "division": _named(lands[seat.path].id, lands[seat.path].name) if seat.path in lands else None,
        }
        for seat in actor.seats
    ]
    return {"account": _account(actor), "roles": list(dict.fromkeys(seat.role for seat in actor.seats)), "seats": seats}


def _account(actor: Actor) -> dict[str, Any]:
    account = queries.account(actor.who)
    shown = {"id": account.pk, "name": account.name, "phone_masked": queries.phone_masked(account)}
    return shown | {"language": LANGUAGES[account.language]}


def _named(thing_id: UUID, name: str) -> dict[str, Any]:
    return {"id": thing_id, "name": name}


def _consent(given: Any) -> dict[str, Any]:
    label = str(PURPOSE_LABELS[Purpose(given.purpose)])
    return {"purpose": given.purpose, "label": label, "version": given.version, "given_at": given.given_at}


def _city(code: str) -> dict[str, Any]:
    found = places.find_division(code)
    return {"id": found.id if found else None, "code": code, "name": found.name if found else ""}
