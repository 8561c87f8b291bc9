"""Tables of the catalogue."""

from django.db import models
from django.db.models import F, Q

from xunjiasao.domains.catalogue.terms import DAY_MIN, Charge, Flow, Unit
from xunjiasao.kernel.rows import Row


class Occupation(Row):
    code = models.CharField(max_length=12, unique=True)
    edition = models.CharField(max_length=20, default="")
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60)
    search = models.CharField(max_length=300)
    work_types = models.JSONField(default=list)
    source = models.CharField(max_length=200, default="")


class Level(Row):
    """A grade that an occupation's standard allows; the smaller the number, the higher."""

    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="+")
    grade = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occupation", "grade"], name="catalogue_level_once"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=8), name="catalogue_level_grade"),
        ]


class ServiceStandard(Row):
    """What a service is: what is done and what isn't, how long it takes, who may do it.

    duration = minutes_fixed + minutes_per_unit × quantity, rounded up to half hours
    """

    slug = models.CharField(max_length=40, unique=True)
    place = models.PositiveSmallIntegerField(unique=True)
    """where it stands in the catalogue"""
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60)
    category = models.CharField(max_length=20)
    category_en = models.CharField(max_length=40)
    icon = models.CharField(max_length=20)
    search = models.CharField(max_length=800)
    summary = models.CharField(max_length=120)
    summary_en = models.CharField(max_length=240)
    flow = models.CharField(max_length=10)
    occupation = models.ForeignKey(Occupation, null=True, on_delete=models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(null=True)
    """the lowest level promised, one that the occupation has"""
    unit = models.CharField(max_length=10)
    minutes_fixed = models.PositiveSmallIntegerField()
    minutes_per_unit = models.PositiveSmallIntegerField()
    min_quantity = models.PositiveSmallIntegerField()
    max_quantity = models.PositiveSmallIntegerField()
    step_quantity = models.PositiveSmallIntegerField()
    default_quantity = models.PositiveSmallIntegerField()
    lead_min = models.PositiveSmallIntegerField()
    """time kept free before the visit, for the way there"""
    does = models.JSONField(default=list)
    does_not = models.JSONField(default=list)
    checklist = models.JSONField(default=list)
    source = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(flow__in=[flow.value for flow in Flow]), name="catalogue_standard_flow"),
            models.CheckConstraint(condition=Q(unit__in=[unit.value for unit in Unit]), name="catalogue_standard_unit"),
            models.CheckConstraint(
                condition=Q(min_quantity__gte=1, step_quantity__gte=1, max_quantity__gte=F("min_quantity")),
                name="catalogue_standard_quantity",
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(occupation__isnull=False), name="catalogue_standard_promise"
            ),
        ]


class Offering(Row):
    """An enterprise's price for a service; where it is offered is where the enterprise serves.

    Rating and reviews are a projection fed by facts: mean in thousandths of a star, 0 without a review.
    """

    enterprise = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(ServiceStandard, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=40, db_index=True)
    price_fen = models.PositiveIntegerField()
    min_quantity = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)
    rating_milli = models.PositiveIntegerField(default=0)
    reviews = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "standard"], name="catalogue_offering_once"),
            models.CheckConstraint(condition=Q(min_quantity__gte=1), name="catalogue_offering_quantity"),
        ]
        indexes = [
            models.Index(fields=["active", "price_fen", "id"], name="catalogue_offering_by_price"),
            models.Index(fields=["active", "-rating_milli", "id"], name="catalogue_offering_by_rating"),
        ]


class Extra(Row):
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60)
    price_fen = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offering", "code"], name="catalogue_extra_once")]


class Surcharge(Row):
    """A share of the price for the minutes of a visit that lie in certain hours, or on certain days.

    :ivar from_min: minutes after midnight, half-open with to_min; the whole day for days
    """

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    share_bp = models.PositiveSmallIntegerField()
    from_min = models.PositiveSmallIntegerField(default=0)
    to_min = models.PositiveSmallIntegerField(default=DAY_MIN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offering", "kind"], name="catalogue_surcharge_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Charge]), name="catalogue_surcharge_kind"
            ),
            models.CheckConstraint(
                condition=Q(to_min__lte=DAY_MIN, from_min__lt=F("to_min")), name="catalogue_surcharge_hours"
            ),
            models.CheckConstraint(condition=Q(share_bp__lte=30_000), name="catalogue_surcharge_share"),
        ]


class Quote(Row):
    """A price said to one resident, for one visit; it binds the house until `valid_until`.

    `snapshot` is what an order keeps of it: service, price rule, lines, promise.
    """

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="+")
    offering_version = models.PositiveIntegerField()
    address = models.ForeignKey("places.Address", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    quantity = models.PositiveSmallIntegerField()
    extras = models.JSONField()
    total_fen = models.PositiveIntegerField()
    snapshot = models.JSONField()
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["valid_until"], name="catalogue_quote_until")]


class Edition(models.Model):
    """Counts the changes of the whole catalogue, so that pages made from it can be kept until the next."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
