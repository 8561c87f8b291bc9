"""Tables of orders."""

from django.db import models

from xunjiasao.domains.orders.terms import Means, Stage
from xunjiasao.kernel.rows import Row


class Order(Row):
    number = models.CharField(max_length=20, unique=True)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey("catalogue.Offering", on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workers.Worker", on_delete=models.PROTECT, null=True, related_name="+")
    """whose time is held; hers to see from `assigned_at` on"""
    path = models.CharField(max_length=60)
    stage = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    spans = models.JSONField()
    """the half hours it took: [["2026-11-26", mask], …]"""
    quantity = models.PositiveIntegerField()
    extras = models.JSONField(default=list)
    total_fen = models.PositiveIntegerField()
    fee_fen = models.PositiveIntegerField(default=0)
    late_bp = models.PositiveSmallIntegerField(default=0)
    """share of the price that stays due because the family moved it late"""
    snapshot = models.JSONField()
    """service, price, enterprise and promise as they stood when it was placed"""
    place_sealed = models.BinaryField()
    lat_e6 = models.IntegerField(null=True)
    lng_e6 = models.IntegerField(null=True)
    code_sealed = models.BinaryField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    code_locked_until = models.DateTimeField(null=True)
    checklist = models.JSONField(default=list)
    cancel_reason = models.CharField(max_length=200, default="")
    placed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    head = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="orders_order_stage", condition=models.Q(stage__in=[stage.value for stage in Stage])
            ),
            models.CheckConstraint(
                name="orders_order_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-starts_at", "-id"], name="orders_of_account"),
            models.Index(fields=["worker", "-starts_at", "-id"], name="orders_of_worker"),
            models.Index(fields=["enterprise", "-starts_at", "-id"], name="orders_of_enterprise"),
            models.Index(fields=["enterprise", "stage", "starts_at"], name="orders_to_do"),
            models.Index(fields=["path", "starts_at"], name="orders_of_place"),
            models.Index(fields=["starts_at"], name="orders_by_start"),
            models.Index(fields=["finished_at"], name="orders_to_approve", condition=models.Q(stage="finished")),
        ]


class Payment(Row):
    """What the family paid on site, as the enterprise recorded it."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.PositiveIntegerField()
    means = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="orders_payment_means", condition=models.Q(means__in=[means.value for means in Means])
            )
        ]


class Review(Row):
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("workers.Worker", on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey("catalogue.Offering", on_delete=models.PROTECT, related_name="+")
    safe = models.PositiveSmallIntegerField()
    cared = models.PositiveSmallIntegerField()
    at_ease = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="orders_review_stars",
                condition=models.Q(safe__range=(1, 5), cared__range=(1, 5), at_ease__range=(1, 5)),
            )
        ]
        indexes = [models.Index(fields=["worker", "-at"], name="orders_review_of_worker")]
