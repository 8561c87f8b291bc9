"""Tables of the journal. Triggers on both databases forbid changing or deleting entries."""

from django.db import models

from xunjiasao.kernel.rows import Row


class Stream(models.Model):
    """The head of one chain; its row's lock orders appends."""

    key = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    code = models.CharField(max_length=64)


class Entry(Row):
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    payload = models.JSONField()
    about = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="journal_entry_once_in_its_stream")]
        indexes = [models.Index(fields=["at"], name="journal_entry_at")]


class About(models.Model):
    """Whom an entry concerns; a timeline is read by it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id", "entry"], name="journal_about_once")]


class Delivery(Row):
    """The outbox: one row for each listener of an entry, written with it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    listener = models.CharField(max_length=60)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "listener"], name="journal_delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at"], name="journal_delivery_due", condition=models.Q(done_at=None, failed_at=None)
            ),
            models.Index(
                fields=["failed_at"], name="journal_delivery_failed", condition=models.Q(failed_at__isnull=False)
            ),
        ]


class RequestKey(Row):
    """What an outside request with this key led to."""

    account_id = models.UUIDField()
    key = models.CharField(max_length=80)
    body = models.CharField(max_length=64)
    result_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="journal_request_key_once")]


class DayHead(models.Model):
    """All streams as they stood when a day ended, in one signed digest; exported daily."""

    on = models.DateField(primary_key=True)
    until = models.DateTimeField()
    streams = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.BinaryField()


class Turn(models.Model):
    """When a job of the clock is due next, and until when a process has it for itself."""

    job = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)
