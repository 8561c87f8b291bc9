"""Take a city with people and orders down through every migration that isn't an app's first, and up again.

python -m tests.project.updown      tables that differ afterwards, as JSON on stdout

Run as a process of its own, against a database that `tests.storm.prepare` has filled.
"""

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

Table = dict[str, dict[str, str]]
"""pk → column → value"""


def rows() -> dict[str, Table]:
    """Read every table of ours, without what is sealed; and what sealed addresses say."""
    found: dict[str, Table] = {}
    for model in apps.get_models():
        if model.__module__.startswith("xunjiasao."):
            kept = [each.column for each in model._meta.concrete_fields if not isinstance(each, models.BinaryField)]
            names = [each.attname for each in model._meta.concrete_fields if each.column in kept]
            lines = model._default_manager.values_list("pk", *names)
            found[model._meta.db_table] = {
                str(pk): dict(zip(kept, map(repr, line), strict=True)) for pk, *line in lines
            }
    opened = Address.objects.select_related("division")
    found["opened"] = {str(each.pk): {"card": repr(places.card(each))} for each in opened}
    return found


def same(before: Table, after: Table, columns: set[str]) -> bool:
    """Compare the columns that were there below too: what a younger column held can't come back."""
    return [{name: row[name] for name in columns & row.keys()} for row in before.values()] == [
        {name: after[pk][name] for name in columns & row.keys()} for pk, row in before.items() if pk in after
    ]


def counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table != "django_migrations"]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # names that the database gave
            found[table] = int(cursor.fetchone()[0])
    return found


def columns_of_all() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {
            table: {each.name for each in connection.introspection.get_table_description(cursor, table)}
            for table in tables
        }


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
    below, columns = counts(), columns_of_all()
    lost = [table for table, many in below.items() if sizes[table] != many]
    undone = all_of_them - applied()
    call_command("migrate", stdout=said)
    after = rows()
    differ = sorted(table for table in before if not same(before[table], after[table], columns.get(table, {"card"})))
    many = sum(len(table) for table in before.values())
    print(json.dumps({"rows": many, "migrations": undone, "lost below": lost, "differ": differ}))


if __name__ == "__main__":
    main()
