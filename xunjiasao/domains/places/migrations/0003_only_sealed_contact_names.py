"""The sealed name is always there; the plain one goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_seal_contact_names")]

    operations = [
        migrations.AlterField("address", "contact_name", models.BinaryField()),
        migrations.RemoveField("address", "contact_plain"),
    ]
