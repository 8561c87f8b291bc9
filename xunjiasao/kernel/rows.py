"""What every table has."""

from django.db import models

from xunjiasao.kernel import ids


class Row(models.Model):
    """A table row whose primary key is its public id."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)

    class Meta:
        abstract = True
