"""Chromium as our users hold it: a phone for residents and workers, a wide screen for desks."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import servers

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
WORDS = {"zh": "zh-Hans", "en": "en"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Screen:
    """A page of one person, that complains about console errors, foreign requests and what axe finds."""

    def __init__(self, browser: Browser, url: str, who: str, language: str, shots: Path, *, phone: bool) -> None:
        locale = "zh-CN" if language == "zh" else "en-GB"
        self.size: ViewportSize = PHONE if phone else DESK
        context = browser.new_context(viewport=self.size, locale=locale, has_touch=phone)
        context.set_default_timeout(30_000)
        self.page: Page = context.new_page()
        self.url, self.who, self.language, self.shots = url, who, language, shots
        self.faults: list[str] = []
        self.seen = 0
        self.words = json.loads((servers.ROOT / f"client/src/locale/{WORDS[language]}.json").read_text())
        self.page.on("request", self._asked)
        self.page.on("pageerror", lambda error: self.faults.append(f"{who}: {error.message}"))
        self.page.on("console", self._said)

    def say(self, key: str, **holes: str) -> str:
        """The client's own words in this language."""
        told: Any = self.words
        for part in key.split("."):
            told = told[part]
        return str(told).format(**holes)

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def press(self, text: str | re.Pattern[str]) -> None:
        """Press the one button, link or choice that says so."""
        self.page.get_by_role("button", name=text).or_(self.page.get_by_role("link", name=text)).first.click()

    def see(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def look(self, name: str) -> None:
        """Keep a picture of the whole page, and let axe look too; nothing lies under a bar then."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(300)
        self.seen += 1
        for _late in range(2):  # what comes in late makes a page longer
            self.page.set_viewport_size({**self.size, "height": max(self.size["height"], self._height())})
            self.page.wait_for_timeout(200)
        self.page.screenshot(path=self.shots / f"{self.language}-{self.who}-{self.seen:02d}-{name}.png")
        for violation in Axe().run(self.page, options=RULES).response["violations"]:
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            self.faults.append(f"{self.language} {self.who} {name}: axe {violation['id']}: {nodes}")
        self.page.set_viewport_size(self.size)

    def _height(self) -> int:
        return int(self.page.evaluate("() => document.documentElement.scrollHeight"))

    def _said(self, message: Any) -> None:
        """What the browser itself complains of, as what a page's policy forbids; a refusal of ours is part of the journey."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.who}: console: {message.text[:200]}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.faults.append(f"{self.who}: asked a foreign host: {request.url[:100]}")
