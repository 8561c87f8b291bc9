"""Tables of the digital archive."""

from django.db import models

from xunjiasao.domains.workers.terms import CredentialKind, IdentityKind
from xunjiasao.kernel.rows import Row


class Worker(Row):
    account = models.OneToOneField("people.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=200)
    identity_kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in IdentityKind])
    identity_sealed = models.BinaryField()
    identity_index = models.CharField(max_length=64, unique=True)
    languages = models.JSONField(default=list)
    path = models.CharField(max_length=60)
    lat_e6 = models.IntegerField(null=True)
    lng_e6 = models.IntegerField(null=True)
    fit_until = models.DateField(null=True)
    """last day on which all documents needed for a visit are valid; follows the credentials"""
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    orders_done = models.PositiveIntegerField(default=0)
    enrolled_at = models.DateTimeField()
    head = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["path"], name="workers_worker_path")]


class Affiliation(Row):
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], condition=models.Q(ended_on=None), name="workers_one_active_affiliation"
            )
        ]
        indexes = [
            models.Index(fields=["enterprise"], condition=models.Q(ended_on=None), name="workers_affiliation_active")
        ]


class Credential(Row):
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in CredentialKind])
    occupation = models.CharField(max_length=20, default="")
    """occupation code, for kinds that have one"""
    grade = models.PositiveSmallIntegerField(null=True)
    health_class = models.CharField(max_length=20, default="")
    """what work a health check is for; empty where nobody said it"""
    fit = models.BooleanField(default=True)
    """what a health check found; never its results"""
    number = models.CharField(max_length=60, default="")
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    scan = models.CharField(max_length=120, default="")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    verified_how = models.CharField(max_length=40, default="")
    refused_at = models.DateTimeField(null=True)
    refused_by = models.UUIDField(null=True)
    refused_why = models.CharField(max_length=20, default="")

    class Meta:
        indexes = [
            models.Index(fields=["worker", "kind"], name="workers_credential_of"),
            models.Index(
                fields=["id"], condition=models.Q(verified_at=None, refused_at=None), name="workers_credential_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_at=None) | models.Q(refused_at=None), name="workers_credential_one_decision"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=CredentialKind.HEALTH.value) | models.Q(health_class="", fit=True),
                name="workers_credential_health",
            ),
        ]


class Area(models.Model):
    """A division, with all inside it, that the worker serves."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "worker"], name="workers_area_once")]


class Pattern(models.Model):
    """The half hours of a weekday (0 = Monday) that a worker usually offers, as a 48-bit mask."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    mask = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "weekday"], name="workers_pattern_once")]


class Leave(Row):
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=100, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["worker", "ends_at"], name="workers_leave_of")]


class Day(models.Model):
    """A worker's day as two 48-bit masks: what she offers and what is taken."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    open = models.BigIntegerField()
    taken = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "on"], name="workers_day_once")]
        indexes = [models.Index(fields=["on", "worker"], name="workers_day_on")]
