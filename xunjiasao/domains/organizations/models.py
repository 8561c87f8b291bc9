"""Tables of organizations."""

from django.db import models
from django.db.models import Q

from xunjiasao.domains.organizations.terms import Kind, Status
from xunjiasao.kernel.rows import Row


class Organization(Row):
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100, default="")
    short_name = models.CharField(max_length=20, default="")
    search = models.CharField(max_length=600)
    credit_code = models.CharField(max_length=18, null=True)
    division = models.ForeignKey("places.Division", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=40, db_index=True)
    address = models.CharField(max_length=120, default="")
    phone = models.CharField(max_length=20, default="")
    hours = models.CharField(max_length=60, default="")
    lat_e6 = models.IntegerField(null=True)
    lng_e6 = models.IntegerField(null=True)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="organizations_kind"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="organizations_status"
            ),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(status=Status.CLOSED), name="organizations_credit_code_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "division", "name"], condition=~Q(status=Status.CLOSED), name="organizations_name_once"
            ),
            models.CheckConstraint(
                condition=Q(lat_e6=None, lng_e6=None) | Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="organizations_whole_point",
            ),
        ]
        indexes = [models.Index(fields=["kind", "status", "path"], name="organizations_of_kind")]


class Coverage(Row):
    """A division, with all below it, that an organization serves."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "path"], name="organizations_coverage_once")]


class Edition(models.Model):
    """Counts the changes of all organizations, so that what was made from them can be kept until the next."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
