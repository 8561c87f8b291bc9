"""Call the API as a client does: JSON in and out, a bearer token, a language."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import Client

from tests.makers import NOW
from xunjiasao.domains.people import queries as people
from xunjiasao.domains.people.actions import sessions
from xunjiasao.kernel.actor import Actor


class Caller:
    """
    :param who: whoever is signed in, or nobody
    :param at: when she signed in
    """

    def __init__(self, who: Actor | None = None, *, language: str = "zh-Hans", at: datetime = NOW) -> None:
        self.client = Client(headers={"Accept-Language": language})
        if who is not None:
            opened = sessions.opened(people.account(who.who), by="code", device="", now=at)
            self.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {opened.token}"

    def __call__(self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Any:
        """Call a path under /api/v1.

        :returns: the response, with its JSON as `.said`
        """
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        response = getattr(self.client, method)(f"/api/v1{path}", headers=headers or {}, **sent)
        response.said = response.json() if response.content else None
        return response


def stop_clock(settings: Any, folder: Path, at: datetime = NOW) -> None:
    """Let the servers' clock stand near an instant, as `XJS_CLOCK_FILE` does."""
    file = folder / "clock"
    file.write_text(str((at - datetime.now(UTC)).total_seconds()))
    settings.XJS = dataclasses.replace(settings.XJS, clock_file=file)
