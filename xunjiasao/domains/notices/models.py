"""Tables of the inbox."""

from django.db import models

from xunjiasao.kernel.rows import Row


class Notice(Row):
    """One fact in one inbox; its sentence is made when it is read."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("journal.Entry", on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "entry"], name="notices_once")]
        indexes = [
            models.Index(fields=["account", "-at", "-id"], name="notices_inbox"),
            models.Index(fields=["account"], name="notices_unread", condition=models.Q(read_at=None)),
        ]
