"""Claim a request key, so that the same request twice has one effect."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import RequestKey
from xunjiasao.kernel import ids, rows
from xunjiasao.kernel.actor import Actor
from xunjiasao.kernel.errors import Invalid
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.text import _

MOST_CHARACTERS = 80


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
    asked = rules.fingerprint(body)
    row = RequestKey(account_id=actor.account_id, key=key, body=asked, result_id=ids.new(), at=now)
    if rows.insert(row, unless_there=True):
        return row.result_id, False
    before = queries.claimed(actor, key=key, body=body)
    assert before, "whoever was first has committed"
    return before, True
