"""Tables of people. Phones, one-time secrets and WeChat ids are never stored readable."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from xunjiasao.domains.people.terms import LANGUAGES, Purpose, Role
from xunjiasao.kernel.rows import Row


class Account(Row, AbstractBaseUser):
    """A person who can sign in; found by the blind index of her phone.

    `seats` repeats the open rows of `Seat`, so that a request learns them in its one look-up.
    `head` is that of the account's stream in the journal.
    """

    last_login = None
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, null=True, unique=True)
    wechat_index = models.CharField(max_length=64, null=True, unique=True)
    name = models.CharField(max_length=40, default="")
    language = models.CharField(max_length=10, default=LANGUAGES[0])
    is_active = models.BooleanField(default=True)
    totp_sealed = models.BinaryField(null=True)
    totp_used = models.BigIntegerField(default=0)
    seats = models.JSONField(default=list)
    made_at = models.DateTimeField()
    head = models.CharField(max_length=64, default="")

    USERNAME_FIELD = "phone_index"
    objects = BaseUserManager["Account"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=LANGUAGES), name="people_account_language"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_short_name(self) -> str:
        return self.name


class Seat(Row):
    """A role that an account holds, for an organization or over a division."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    organization_id = models.UUIDField(null=True)
    path = models.CharField(max_length=120, default="", blank=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=list(Role)), name="people_seat_role"),
            models.UniqueConstraint(
                fields=["account", "role", "organization_id"],
                condition=models.Q(ended_at=None, organization_id__isnull=False),
                name="people_seat_once_for_an_organization",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "path"],
                condition=models.Q(ended_at=None, organization_id=None),
                name="people_seat_once_over_a_division",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization_id", "role"],
                condition=models.Q(ended_at=None),
                name="people_seat_of_organization",
            ),
        ]


class Session(Row):
    """One sign-in on one device; its bearer secret is kept as a digest."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=80, default="")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], condition=models.Q(ended_at=None), name="people_session_open"),
            models.Index(fields=["expires_at"], name="people_session_expires"),
        ]


class OneTimeCode(Row):
    phone_index = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_index", "-sent_at"], name="people_code_of_phone"),
            models.Index(fields=["expires_at"], name="people_code_expires"),
        ]


class Limit(models.Model):
    """How often something happened until `until`; its counter only rises while there is room."""

    key = models.CharField(max_length=90, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()


class Consent(Row):
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=list(Purpose)), name="people_consent_purpose"),
            models.UniqueConstraint(
                fields=["account", "purpose"], condition=models.Q(withdrawn_at=None), name="people_consent_once"
            ),
        ]
