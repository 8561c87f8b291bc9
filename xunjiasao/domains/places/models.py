"""Tables of places."""

from django.db import models
from django.db.models import Q

from xunjiasao.domains.places.terms import CodeSystem, Level
from xunjiasao.kernel.rows import Row


class Division(Row):
    """A city, county, township or community, under an id of its own that outlives its codes.

    `key` tells it from its siblings and is never used again; `path` joins the keys from the city down.
    """

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, default="")
    name = models.CharField(max_length=40)
    official_name = models.CharField(max_length=40)
    full_name = models.CharField(max_length=120)
    search = models.CharField(max_length=400)
    key = models.CharField(max_length=8)
    path = models.CharField(max_length=40, unique=True)
    lat_e6 = models.IntegerField(null=True)
    lng_e6 = models.IntegerField(null=True)
    point_is_invented = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]), name="places_division_level"
            ),
            models.CheckConstraint(
                condition=Q(lat_e6=None, lng_e6=None) | Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="places_division_whole_point",
            ),
        ]
        indexes = [models.Index(fields=["parent", "path"], name="places_division_children")]


class DivisionCode(Row):
    """What a list calls a division, from one day until (not including) another."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=10)
    code = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "code", "valid_from"], name="places_code_once_in_its_list"),
            models.CheckConstraint(
                condition=Q(system__in=[system.value for system in CodeSystem]), name="places_code_system"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="places_code_span"
            ),
        ]
        indexes = [models.Index(fields=["code"], name="places_code_code")]


class Holiday(models.Model):
    """A day off that the calendar doesn't show, or a weekend day that is worked instead."""

    on = models.DateField(primary_key=True)
    name = models.CharField(max_length=20)
    is_workday = models.BooleanField()


class Address(Row):
    """Where a resident wants somebody to come; detail, name and phone are sealed."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=40, db_index=True)
    detail = models.BinaryField()
    contact_sealed = models.BinaryField(null=True)
    contact_name = models.CharField(max_length=30, default="", db_default="")
    """empty once it is sealed; written only by the release before, and gone with the next"""
    contact_phone = models.BinaryField()
    label = models.CharField(max_length=10, default="")
    lat_e6 = models.IntegerField(null=True)
    lng_e6 = models.IntegerField(null=True)
    is_default = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_default=True, ended_at=None), name="places_address_one_default"
            ),
            models.CheckConstraint(
                condition=Q(lat_e6=None, lng_e6=None) | Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="places_address_whole_point",
            ),
        ]
        indexes = [models.Index(fields=["account", "ended_at"], name="places_address_of_account")]
