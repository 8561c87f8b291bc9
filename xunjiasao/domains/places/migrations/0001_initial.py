import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import xunjiasao.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("on", models.DateField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=20)),
                ("is_workday", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Division",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.CharField(max_length=10)),
                ("kind", models.CharField(default="", max_length=10)),
                ("name", models.CharField(max_length=40)),
                ("official_name", models.CharField(max_length=40)),
                ("full_name", models.CharField(max_length=120)),
                ("search", models.CharField(max_length=400)),
                ("key", models.CharField(max_length=8)),
                ("path", models.CharField(max_length=40, unique=True)),
                ("lat_e6", models.IntegerField(null=True)),
                ("lng_e6", models.IntegerField(null=True)),
                ("point_is_invented", models.BooleanField(default=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", models.CharField(db_index=True, max_length=40)),
                ("detail", models.BinaryField()),
                ("contact_name", models.CharField(max_length=30)),
                ("contact_phone", models.BinaryField()),
                ("label", models.CharField(default="", max_length=10)),
                ("lat_e6", models.IntegerField(null=True)),
                ("lng_e6", models.IntegerField(null=True)),
                ("is_default", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("head", models.CharField(max_length=64)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DivisionCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("system", models.CharField(max_length=10)),
                ("code", models.CharField(max_length=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="division",
            index=models.Index(fields=["parent", "path"], name="places_division_children"),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["city", "county", "township", "community"])),
                name="places_division_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="division",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat_e6", None), ("lng_e6", None)),
                    models.Q(("lat_e6__isnull", False), ("lng_e6__isnull", False)),
                    _connector="OR",
                ),
                name="places_division_whole_point",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(fields=["account", "ended_at"], name="places_address_of_account"),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("is_default", True)),
                fields=("account",),
                name="places_address_one_default",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat_e6", None), ("lng_e6", None)),
                    models.Q(("lat_e6__isnull", False), ("lng_e6__isnull", False)),
                    _connector="OR",
                ),
                name="places_address_whole_point",
            ),
        ),
        migrations.AddIndex(
            model_name="divisioncode",
            index=models.Index(fields=["code"], name="places_code_code"),
        ),
        migrations.AddConstraint(
            model_name="divisioncode",
            constraint=models.UniqueConstraint(
                fields=("system", "code", "valid_from"), name="places_code_once_in_its_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="divisioncode",
            constraint=models.CheckConstraint(
                condition=models.Q(("system__in", ["nbs-2023", "mca-2025", "gb-2260"])), name="places_code_system"
            ),
        ),
        migrations.AddConstraint(
            model_name="divisioncode",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="places_code_span",
            ),
        ),
    ]
