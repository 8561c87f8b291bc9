import django.db.models.deletion
import xunjiasao.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            name="Occupation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("edition", models.CharField(default="", max_length=20)),
                ("name", models.CharField(max_length=20)),
                ("name_en", models.CharField(max_length=60)),
                ("search", models.CharField(max_length=300)),
                ("work_types", models.JSONField(default=list)),
                ("source", models.CharField(default="", max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceStandard",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.CharField(max_length=40, unique=True)),
                ("place", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=30)),
                ("name_en", models.CharField(max_length=60)),
                ("category", models.CharField(max_length=20)),
                ("category_en", models.CharField(max_length=40)),
                ("icon", models.CharField(max_length=20)),
                ("search", models.CharField(max_length=800)),
                ("summary", models.CharField(max_length=120)),
                ("summary_en", models.CharField(max_length=240)),
                ("flow", models.CharField(max_length=10)),
                ("grade", models.PositiveSmallIntegerField(null=True)),
                ("unit", models.CharField(max_length=10)),
                ("minutes_fixed", models.PositiveSmallIntegerField()),
                ("minutes_per_unit", models.PositiveSmallIntegerField()),
                ("min_quantity", models.PositiveSmallIntegerField()),
                ("max_quantity", models.PositiveSmallIntegerField()),
                ("step_quantity", models.PositiveSmallIntegerField()),
                ("default_quantity", models.PositiveSmallIntegerField()),
                ("lead_min", models.PositiveSmallIntegerField()),
                ("does", models.JSONField(default=list)),
                ("does_not", models.JSONField(default=list)),
                ("checklist", models.JSONField(default=list)),
                ("source", models.CharField(default="", max_length=200)),
                (
                    "occupation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.occupation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Offering",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", models.CharField(db_index=True, max_length=40)),
                ("price_fen", models.PositiveIntegerField()),
                ("min_quantity", models.PositiveSmallIntegerField()),
                ("active", models.BooleanField(default=True)),
                ("rating_milli", models.PositiveIntegerField(default=0)),
                ("reviews", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("head", models.CharField(max_length=64)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization"
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.servicestandard"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Surcharge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("share_bp", models.PositiveSmallIntegerField()),
                ("from_min", models.PositiveSmallIntegerField(default=0)),
                ("to_min", models.PositiveSmallIntegerField(default=1440)),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.offering"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("grade", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=20)),
                ("name_en", models.CharField(max_length=60)),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.occupation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("occupation", "grade"), name="catalogue_level_once"),
                    models.CheckConstraint(
                        condition=models.Q(("grade__gte", 1), ("grade__lte", 8)), name="catalogue_level_grade"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extra",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=30)),
                ("name_en", models.CharField(max_length=60)),
                ("price_fen", models.PositiveIntegerField()),
                ("minutes", models.PositiveSmallIntegerField(default=0)),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.offering"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("offering", "code"), name="catalogue_extra_once")],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=xunjiasao.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("offering_version", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=40)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("quantity", models.PositiveSmallIntegerField()),
                ("extras", models.JSONField()),
                ("total_fen", models.PositiveIntegerField()),
                ("snapshot", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.address"
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.offering"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["valid_until"], name="catalogue_quote_until")],
            },
        ),
        migrations.AddConstraint(
            model_name="servicestandard",
            constraint=models.CheckConstraint(
                condition=models.Q(("flow__in", ["visit", "placement"])), name="catalogue_standard_flow"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestandard",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit__in", ["hour", "item", "sqm", "meal", "visit", "package26d", "month"])),
                name="catalogue_standard_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestandard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("max_quantity__gte", models.F("min_quantity")), ("min_quantity__gte", 1), ("step_quantity__gte", 1)
                ),
                name="catalogue_standard_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestandard",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade", None), ("occupation__isnull", False), _connector="OR"),
                name="catalogue_standard_promise",
            ),
        ),
        migrations.AddIndex(
            model_name="offering",
            index=models.Index(fields=["active", "price_fen", "id"], name="catalogue_offering_by_price"),
        ),
        migrations.AddIndex(
            model_name="offering",
            index=models.Index(fields=["active", "-rating_milli", "id"], name="catalogue_offering_by_rating"),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.UniqueConstraint(fields=("enterprise", "standard"), name="catalogue_offering_once"),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(
                condition=models.Q(("min_quantity__gte", 1)), name="catalogue_offering_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="surcharge",
            constraint=models.UniqueConstraint(fields=("offering", "kind"), name="catalogue_surcharge_once"),
        ),
        migrations.AddConstraint(
            model_name="surcharge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["early", "evening", "weekend", "holiday"])),
                name="catalogue_surcharge_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="surcharge",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_min__lt", models.F("to_min")), ("to_min__lte", 1440)),
                name="catalogue_surcharge_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="surcharge",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_bp__lte", 30000)), name="catalogue_surcharge_share"
            ),
        ),
    ]
