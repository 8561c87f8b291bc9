"""Claim a request key, so that the same request twice has one effect."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import RequestKey
from xunjiasao.kernel import ids, rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid, Refused
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _

MOST_CHARACTERS = 80


class KeyReused(Refused):
    code, says = "request_key_reused", _("This request key was already used for something else.")


class BadKey(Invalid):
    code, says = "bad_request_key", _("A request key has 1 to 80 characters.")


@operation
def claim(*, actor: Actor, key: str, body: Any, now: datetime) -> tuple[UUID, bool]:
    """Claim a request key inside the transaction of its effect.

    A second request with the same key waits for the first and then learns what it led to.

    :param body: what was asked, as JSON values
    :returns: the id that the effect has or shall get, and whether it is there already
    :raises KeyReused: the same key came with another body
    :raises BadKey:
    """
    if not 1 <= len(key) <= MOST_CHARACTERS or actor.account_id is None:
        raise BadKey
    asked = hashlib.sha256(rules.canonical(body)).hexdigest()
    row = RequestKey(account_id=actor.account_id, key=key, body=asked, result_id=ids.new(), at=now)
    if rows.insert(row, unless_there=True):
        return row.result_id, False
    kept = queries.request_key(actor.account_id, key)
    if kept.body != asked:
        raise KeyReused
    return kept.result_id, True
