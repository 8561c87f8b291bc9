"""Sign all streams as they stood when a day ended."""

import json
from datetime import date, timedelta
from pathlib import Path

from xunjiasao.domains.journal import queries, rules
from xunjiasao.domains.journal.models import DayHead
from xunjiasao.domains.journal.terms import GENESIS
from xunjiasao.kernel.crypto import public_key, signature
from xunjiasao.kernel.operations import operation
from xunjiasao.kernel.time import at_slot


def close_days(*, through: date, folder: Path) -> list[DayHead]:
    """Close every day since the last signed one, in order; the very first time, only the day that is given.

    So nights on which nothing ran are made up for. The last signed day is exported again, since a process may have
    ended between signing and exporting. Each day is a transaction of its own: others needn't wait for all of them.

    :param through: the last day to close
    """
    last = queries.last_day_head()
    first = last.on if last else through
    return [close_day(on=first + timedelta(days=ahead), folder=folder) for ahead in range((through - first).days + 1)]


def close_day(*, on: date, folder: Path) -> DayHead:
    """Sign one digest over the heads of all streams at the end of a city day and export it.

    Whoever keeps the exported files elsewhere finds out when a whole older database is put back.
    Running it again for the same day signs nothing anew, and writes the file only where there is none.
    Days are closed in order: each stands on the one before it.
    """
    head = queries.day_head(on) or _sign(on)
    _export(head, folder)
    return head


@operation
def _sign(on: date) -> DayHead:
    until, before = at_slot(on, 48), queries.last_day_head()
    previous = before.digest if before else GENESIS
    streams, digest = rules.fold(queries.heads_at(until), previous)
    signed = signature(rules.day_message(on.isoformat(), streams, previous, digest))
    head, _made = DayHead.objects.get_or_create(
        on=on,
        defaults={"until": until, "streams": streams, "previous": previous, "digest": digest, "signature": signed},
    )
    return head


def _export(head: DayHead, folder: Path) -> None:
    """Write a signed day to its file, once it is safely signed.

    A file that is there stays as it is: after an older database was put back, it is what proves it.
    """
    file = folder / f"{head.on.isoformat()}.json"
    if file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    exported = {"on": head.on.isoformat(), "streams": head.streams, "previous": head.previous, "digest": head.digest}
    exported |= {"signature": bytes(head.signature).hex(), "public_key": public_key().hex()}
    draft = file.with_suffix(".draft")  # the check reads whole files only
    draft.write_text(json.dumps(exported, indent=1) + "\n")
    draft.replace(file)
