"""Is the process alive; can it serve?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xunjiasao.domains.journal.actions import guards
from xunjiasao.interfaces.entry import wire
from xunjiasao.interfaces.entry.routes import PUBLIC, opens

_migrated: list[bool] = []


@require_safe
@opens(PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process lives; touches nothing else."""
    return HttpResponse(wire.dumps({"ok": True}), content_type="application/json")


@require_safe
@opens(PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, is migrated and guards the journal; else 503 with what isn't so."""
    try:
        faults = _faults()
    except DatabaseError:
        faults = {"database": "unavailable"}
    said = {"ok": not faults, **faults}
    return HttpResponse(wire.dumps(said), status=503 if faults else 200, content_type="application/json")


def _faults() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    faults: dict[str, object] = {}
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            faults["migrations"] = "pending"
        else:
            _migrated.append(True)  # it can't become less true while this code runs
    if not faults and (missing := guards.missing()):
        faults["journal"] = missing
    return faults
