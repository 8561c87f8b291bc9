"""Names of those who open the door are sealed, as their phones are; the plain column stays, empty, for the release before."""

from typing import Any

from django.db import migrations, models, transaction

from xunjiasao.kernel.crypto import seal, unseal

BATCH = 500


def _place(address_id: object) -> str:
    return f"places_address.contact_name:{address_id}"


def seal_names(apps: Any, _schema: object) -> None:
    _in_batches(apps, lambda row: (seal(row.contact_name, place=_place(row.id)), ""), contact_sealed=None)


def open_names(apps: Any, _schema: object) -> None:
    _in_batches(
        apps, lambda row: (None, unseal(row.contact_sealed, place=_place(row.id))), contact_sealed__isnull=False
    )


def _in_batches(apps: Any, change: Any, **left: Any) -> None:
    """Change what is left, some rows in a transaction of their own each time, so that nobody waits long."""
    addresses = apps.get_model("places", "Address").objects
    while True:
        with transaction.atomic():
            rows = list(addresses.select_for_update().filter(**left).order_by("id")[:BATCH])
            for row in rows:
                row.contact_sealed, row.contact_name = change(row)
            addresses.bulk_update(rows, ["contact_sealed", "contact_name"], batch_size=100)
        if not rows:
            return


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField("address", "contact_sealed", models.BinaryField(null=True)),
        migrations.AlterField("address", "contact_name", models.CharField(max_length=30, default="", db_default="")),
        migrations.RunPython(seal_names, open_names),
    ]
