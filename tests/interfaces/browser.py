"""Read pages as a browser without JavaScript does: cookies, forms with their proof, one language."""

import html
import re
from typing import Any

from django.test import Client

from tests.makers import NOW
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.actions import sessions
from xunjiasao.interfaces.entry.actors import COOKIE
from xunjiasao.interfaces.entry.languages import COOKIE as LANGUAGE
from xunjiasao.kernel.actor import Actor

MOST_KIB = 60
TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)
PROOF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser:
    """:param who: whoever is signed in, or nobody"""

    def __init__(self, who: Actor | None = None, *, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.client.cookies[LANGUAGE] = language
        if who is not None:
            self.client.cookies[COOKIE] = sessions.opened(
                people.account(who.who), by="password", device="iPad", now=NOW
            ).token
        self.proof = ""

    def get(self, path: str, **query: Any) -> Any:
        """Open a page."""
        return self._read(self.client.get(path, query))

    def post(self, path: str, *, htmx: bool = False, **said: Any) -> Any:
        """Send a form with the proof that the last page gave."""
        headers = {"HX-Request": "true"} if htmx else {}
        return self._read(self.client.post(path, said | {"csrfmiddlewaretoken": self.proof}, headers=headers))

    def _read(self, response: Any) -> Any:
        text = response.content.decode()
        if proof := PROOF.search(text):
            self.proof = proof.group(1)
        response.html = text
        response.words = re.sub(r"\s+", " ", html.unescape(TAG.sub(" ", text)))
        return response
