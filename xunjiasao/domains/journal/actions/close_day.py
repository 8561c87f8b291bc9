"""Sign all streams as they stood when a day ended."""

import json
from datetime import date
from pathlib import Path

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import DayHead
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.kernel.crypto import public_key, signature
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.time import at_slot


@operation
def close_day(*, on: date, folder: Path) -> DayHead:
    """Sign one digest over the heads of all streams at the end of a city day and export it.

    Whoever keeps the exported files elsewhere finds out when a whole older database is put back.
    Running it again for the same day writes the same file.
    """
    until = at_slot(on, 48)
    before = queries.day_head_before(on)
    previous = before.digest if before else GENESIS
    streams, digest = rules.fold(queries.heads_at(until), previous)
    signed = signature(rules.day_message(on.isoformat(), streams, previous, digest))
    head, _made = DayHead.objects.get_or_create(
        on=on,
        defaults={"until": until, "streams": streams, "previous": previous, "digest": digest, "signature": signed},
    )
    folder.mkdir(parents=True, exist_ok=True)
    exported = {"on": on.isoformat(), "streams": head.streams, "previous": head.previous, "digest": head.digest}
    exported |= {"signature": bytes(head.signature).hex(), "public_key": public_key().hex()}
    (folder / f"{on.isoformat()}.json").write_text(json.dumps(exported, indent=1) + "\n")
    return head
