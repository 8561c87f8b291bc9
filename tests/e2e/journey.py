"""One visit through all clients: the resident books, the enterprise assigns, the worker serves, all see it."""

import json
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pyotp
from playwright.sync_api import expect

from tests.e2e.browser import WORDS, Screen
from tests.servers import Server

SERVICE = {"zh": "日常保洁", "en": "Regular cleaning"}


@dataclass(frozen=True)
class Cast:
    """Who plays: accounts of the demo city."""

    resident: dict[str, Any]
    staff: dict[str, Any]
    enterprise: str
    federation: dict[str, Any]


def cast(server: Server, language: str) -> Cast:
    """Pick the demo's first resident, its first enterprise's staff, and the city's Federation.

    :param language: in which the enterprise is called by its name
    """
    accounts = json.loads((server.var / "demo-accounts.json").read_text())
    first = {
        role: next(each for each in accounts if each["role"] == role)
        for role in ("resident", "enterprise", "federation")
    }
    staff = first["enterprise"]
    signed = httpx.post(
        f"{server.url}/api/v1/session",
        headers={"Accept-Language": WORDS[language]},
        json={"phone": staff["phone"], "password": staff["password"], "otp": pyotp.TOTP(staff["totp_secret"]).now()},
    )
    signed.raise_for_status()
    return Cast(first["resident"], staff, signed.json()["seats"][0]["organization"]["name"], first["federation"])


def book(screen: Screen, played: Cast) -> str:
    """Book the first free time with the enterprise, from the home page, without typing; give the order's id."""
    sign_in_as(screen, played.resident["name"])
    screen.open("/m/#/pages/home/index")
    screen.see(screen.say("home.what"))
    screen.look("home")
    screen.press(SERVICE[screen.language])
    screen.see(played.enterprise)
    screen.look("offerings")
    screen.press(screen.say("search.bookWith", name=played.enterprise))
    screen.see(screen.say("price.title"))
    screen.look("booking")
    screen.page.locator(".pay .btn-main").click()
    screen.page.wait_for_url("**/pages/order/**")
    screen.see(screen.say("order.steps"))
    screen.look("placed")
    return screen.page.url.partition("id=")[2].partition("&")[0]


def sign_in_as(screen: Screen, name: str) -> None:
    """Enter as a demo account with one tap."""
    screen.open("/m/#/pages/signin/index")
    screen.see(screen.say("signin.demo"))
    screen.look("sign-in")
    screen.page.get_by_role("button").filter(has_text=name).first.click()
    screen.page.wait_for_url(lambda url: "signin" not in url)


def sign_in_by_code(screen: Screen, phone: str) -> None:
    """Enter with a phone and the code that the demo shows."""
    screen.open("/m/#/pages/signin/index")
    screen.page.get_by_label(screen.say("signin.phone")).fill(phone)
    screen.press(screen.say("signin.send"))
    expect(screen.page.get_by_label(screen.say("signin.code"), exact=True)).to_have_value(re.compile(r"\d{6}"))
    screen.press(screen.say("signin.enter"))
    screen.page.wait_for_url(lambda url: "signin" not in url)


def enter_desk(screen: Screen, account: dict[str, Any]) -> None:
    screen.open("/desk/sign-in")
    screen.look("desk-sign-in")
    screen.page.locator(f"button[name=phone][value='{account['phone']}']").click()
    screen.page.wait_for_url(lambda url: "sign-in" not in url)


def assign(screen: Screen, played: Cast, order_id: str) -> None:
    """Confirm the order and send whoever's time is kept."""
    enter_desk(screen, played.staff)
    screen.look("to-do")
    screen.open(f"/desk/orders/{order_id}")
    screen.look("order")
    screen.page.locator("form:has(input[name=step][value=confirm]) button").first.click()
    screen.page.locator("button[name=worker]").first.wait_for()
    screen.look("choose")
    screen.page.locator("button[name=worker]").first.click()
    screen.page.locator("h3 + div .person, h3 + .row .person").first.wait_for()
    screen.look("assigned")
    screen.open("/desk/people")
    screen.look("people")
    screen.open("/desk/offerings")
    screen.look("offerings")


def accept_and_leave(screen: Screen, phone: str, order_id: str) -> None:
    """The worker accepts the offer and sets off."""
    sign_in_by_code(screen, phone)
    screen.open("/m/#/pages/offers/index")
    screen.look("offers")
    screen.open(f"/m/#/pages/visit/index?id={order_id}")
    screen.page.locator(".card .btn-main").first.wait_for()
    screen.look("offer")
    screen.page.locator(".card .btn-main").first.click()
    screen.page.locator(".card .btn-call").wait_for()
    screen.look("accepted")
    screen.page.locator(".card .btn-main").first.click()
    code = screen.page.get_by_label(screen.say("visit.code"))
    early = screen.page.get_by_role("dialog").locator(".btn-main").first
    early.or_(code).first.wait_for()
    if early.is_visible():  # the visit is hours away, so she is asked
        screen.look("early")
        early.click()
    code.wait_for()
    screen.look("on-the-way")


def door_code(screen: Screen, order_id: str) -> str:
    """The family reads the code."""
    screen.open(f"/m/#/pages/order/index?id={order_id}")
    digits = screen.page.locator(".digits span").first
    digits.wait_for()
    screen.look("on-the-way")
    return digits.inner_text().strip()


def serve(screen: Screen, code: str) -> None:
    """A wrong code first, then the right one; tick the list; finish."""
    field = screen.page.get_by_label(screen.say("visit.code"))
    field.fill("0000" if code != "0000" else "1111")
    screen.page.locator(".card .btn-main").first.click()
    screen.page.locator("[aria-invalid=true]").wait_for()
    screen.look("wrong-code")
    field.fill(code)
    screen.page.locator(".card .btn-main").first.click()
    screen.see(screen.say("visit.checklist"))
    for tick in screen.page.locator(".slot:has(.slot-tick) input").all():
        tick.check(force=True)
    screen.look("at-work")
    screen.page.locator(".card .btn-main").first.click()
    screen.see(screen.say("visit.goOn"))
    screen.look("so-early")
    screen.page.locator(".sheet-acts .btn-main").click()
    screen.page.locator(".slot-tick").first.wait_for(state="detached")
    screen.look("finished")
    for name in ("today", "calendar", "card"):
        screen.open(f"/m/#/pages/{name}/index")
        screen.look(name)


def approve_and_review(screen: Screen, order_id: str) -> None:
    screen.open(f"/m/#/pages/order/index?id={order_id}")
    screen.page.locator(".btn-main").first.wait_for()
    screen.look("to-approve")
    screen.page.locator(".btn-main").first.click()
    screen.see(screen.say("review.ask_safe"))
    for mark in ("safe", "cared", "at_ease"):
        screen.page.locator(f"input[name='{mark}']").nth(4).check(force=True)
    screen.page.get_by_label(screen.say("review.words")).fill("很细心" if screen.language == "zh" else "Very careful")
    screen.look("review")
    screen.page.locator(".card.is-now .btn-main").click()
    screen.see(screen.say("review.yours"))
    screen.look("reviewed")
    for name in ("orders", "inbox", "me", "addresses", "stations"):
        screen.open(f"/m/#/pages/{name}/index")
        screen.look(name)


def oversee(screen: Screen, played: Cast, order_id: str) -> None:
    enter_desk(screen, played.federation)
    for path in ("overview", "all/orders", f"all/orders/{order_id}", "all/enterprises", "all/stations", "all/workers"):
        screen.open(f"/desk/{path}")
        screen.look(path.split("/")[1] if path.startswith("all/") else path)


def walk_in(screen: Screen) -> None:
    """The public site."""
    for path in ("/", "/services", "/stations"):
        screen.open(path)
        screen.look(path.strip("/") or "home")
