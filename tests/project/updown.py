"""Take a city with people and orders down through every migration that isn't an app's first, and up again.

python -m tests.project.updown      tables that differ afterwards, as JSON on stdout

Run as a process of its own, against a database that `tests.storm.prepare` has filled.
"""

import hashlib
import io
import json

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from xunjiasao.domains.places import queries as places
from xunjiasao.domains.places.models import Address

Rows = dict[str, tuple[int, str]]


def rows() -> Rows:
    """Count and digest every table of ours; sealed bytes are digested as what they say."""
    found: Rows = {}
    for model in apps.get_models():
        if model.__module__.startswith("xunjiasao."):
            kept = [each.attname for each in model._meta.concrete_fields if not isinstance(each, models.BinaryField)]
            lines = [repr(row) for row in model._default_manager.order_by("pk").values_list(*kept)]
            found[model._meta.db_table] = (len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest())
    cards = [repr(places.card(each)) for each in Address.objects.select_related("division").order_by("pk")]
    found["opened addresses"] = (len(cards), hashlib.sha256("\n".join(cards).encode()).hexdigest())
    return found


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table != "django_migrations"]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # names that the database gave
            found[table] = int(cursor.fetchone()[0])
    return found


def applied() -> int:
    return len(MigrationRecorder(connection).applied_migrations())


def firsts() -> dict[str, str]:
    """Name each of our apps' first migration, the apps that others stand on last."""
    graph = MigrationLoader(connection).graph
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("xunjiasao.")}
    order = list(dict.fromkeys(app for leaf in graph.leaf_nodes() for app, _name in graph.forwards_plan(leaf)))
    roots = dict(node for node in graph.nodes if node[1].startswith("0001"))
    return {app: roots[app] for app in reversed(order) if app in ours and app in roots}


def main() -> None:
    said = io.StringIO()
    before, sizes, all_of_them = rows(), counts(), applied()
    for app, first in firsts().items():
        call_command("migrate", app, first, stdout=said)
    below = counts()
    lost = [table for table, many in below.items() if sizes[table] != many]
    undone = all_of_them - applied()
    call_command("migrate", stdout=said)
    after = rows()
    differ = sorted(table for table in before if before[table] != after[table])
    many = sum(many for many, _digest in before.values())
    print(json.dumps({"rows": many, "migrations": undone, "lost below": lost, "differ": differ}))


if __name__ == "__main__":
    main()
