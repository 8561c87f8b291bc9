"""Names of those who open the door are sealed, as their phones are: written anew beside the plain ones."""

from collections.abc import Callable
from typing import Any

from django.db import migrations, models

from xunjiasao.kernel.crypto import seal, unseal

BATCH = 500


def _place(address_id: object) -> str:
    return f"places_address.contact_name:{address_id}"


def _each(apps: Any, change: Callable[[Any], None], column: str) -> None:
    address, batch = apps.get_model("places", "Address"), []
    for row in address.objects.order_by("id").iterator(chunk_size=BATCH):
        change(row)
        batch.append(row)
        if len(batch) == BATCH:
            address.objects.bulk_update(batch, [column])
            batch = []
    address.objects.bulk_update(batch, [column])


def _seal(row: Any) -> None:
    row.contact_name = seal(row.contact_plain, place=_place(row.id))


def _open(row: Any) -> None:
    row.contact_plain = unseal(row.contact_name, place=_place(row.id))


def seal_names(apps: Any, _schema: object) -> None:
    _each(apps, _seal, "contact_name")


def open_names(apps: Any, _schema: object) -> None:
    _each(apps, _open, "contact_plain")


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.RenameField("address", "contact_name", "contact_plain"),
        migrations.AlterField("address", "contact_plain", models.CharField(max_length=30, default="")),
        migrations.AddField("address", "contact_name", models.BinaryField(null=True)),
        migrations.RunPython(seal_names, open_names),
    ]
