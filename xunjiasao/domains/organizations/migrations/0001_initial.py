import django.db.models.deletion
import xunjiasao.domains.organizations.terms
import xunjiasao.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("status", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(default="", max_length=100)),
                ("short_name", models.CharField(default="", max_length=20)),
                ("search", models.CharField(max_length=600)),
                ("credit_code", models.CharField(max_length=18, null=True)),
                ("path", models.CharField(db_index=True, max_length=40)),
                ("address", models.CharField(default="", max_length=120)),
                ("phone", models.CharField(default="", max_length=20)),
                ("hours", models.CharField(default="", max_length=60)),
                ("lat_e6", models.IntegerField(null=True)),
                ("lng_e6", models.IntegerField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("head", models.CharField(max_length=64)),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.division"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", models.CharField(db_index=True, max_length=40)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.organization"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["kind", "status", "path"], name="organizations_of_kind"),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["federation", "association", "enterprise", "station", "provider", "bureau"])
                ),
                name="organizations_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["active", "suspended", "closed"])), name="organizations_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", xunjiasao.domains.organizations.terms.Status["CLOSED"]), _negated=True),
                fields=("credit_code",),
                name="organizations_credit_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", xunjiasao.domains.organizations.terms.Status["CLOSED"]), _negated=True),
                fields=("kind", "division", "name"),
                name="organizations_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat_e6", None), ("lng_e6", None)),
                    models.Q(("lat_e6__isnull", False), ("lng_e6__isnull", False)),
                    _connector="OR",
                ),
                name="organizations_whole_point",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.UniqueConstraint(fields=("organization", "path"), name="organizations_coverage_once"),
        ),
    ]
