"""Count a change of the catalogue."""

from django.db.models import F

from xunjiasao.domains.catalogue.models import Edition


def turn() -> None:
    """Count one more change; what was made from the catalogue is made anew."""
    if not Edition.objects.filter(id=1).update(number=F("number") + 1):
        Edition.objects.bulk_create([Edition(id=1, number=1)], ignore_conflicts=True)
