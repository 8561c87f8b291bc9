"""What somebody looks for: a family's name or telephone never stands readable in an address.

A search is posted; the answer leads to the list with the words sealed for whoever asks, so that Back, reload and links go
on working while histories, logs and shared links tell nothing. An order's number is no secret and stands as it is.
"""

import base64
import re

from xunjiasao.domains.orders.queries.find import NUMBER
from xunjiasao.kernel import crypto
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.text import tidy

MOST_WORDS, MOST_SEALED = 40, 400
LEAST_SEALED = 40
"""Shorter than anything that was sealed: two bytes of head, a nonce and a tag are forty characters already."""
_SEALED = re.compile(rf"[\w-]{{{LEAST_SEALED},{MOST_SEALED}}}", re.ASCII)


def sealed(words: str, reader: Actor) -> str:
    """Make words fit to stand in an address; only the same reader opens them."""
    said = tidy(words)[:MOST_WORDS]
    if not said or NUMBER.fullmatch(said.upper()):
        return said
    return base64.urlsafe_b64encode(crypto.seal(said, place=_place(reader))).decode().rstrip("=")


def opened(given: str, reader: Actor) -> str | None:
    """Read the words of an address; None when they can't be, and nothing must be found then."""
    if not given or NUMBER.fullmatch(given.upper()):
        return given
    if not may_stand(given):
        return None
    try:
        return crypto.unseal(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)), place=_place(reader))
    except (ValueError, crypto.Unsealable):
        return None


def may_stand(given: str) -> bool:
    """Tell whether the words of an address may be carried on into another one."""
    return not given or bool(NUMBER.fullmatch(given.upper()) or _SEALED.fullmatch(given))


def _place(reader: Actor) -> str:
    return f"desk.words:{reader.who}"
