"""What an enterprise offers, and for how much, as a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xunjiasao.domains.catalogue import queries, rules
from xunjiasao.domains.catalogue.terms import UNIT_LABELS, Unit
from xunjiasao.domains.people.terms import Role
from xunjiasao.interfaces.console import frame
from xunjiasao.interfaces.entry.routes import Power, actor_of, opens
from xunjiasao.interfaces.entry.templatetags.page import named
from xunjiasao.kernel.money import yuan
from xunjiasao.kernel.text import _, either, ngettext


@require_safe
@opens(Power.RUN_OFFERINGS)
def offerings(request: HttpRequest) -> HttpResponse:
    viewer = actor_of(request)
    own = [seat.organization_id for seat in viewer.sits(Role.ENTERPRISE) if seat.organization_id]
    found = [each for firm in own for each in queries.offerings_of(viewer, firm)]
    tariffs = queries.tariffs(found)
    active = sum(each.active for each in found)
    shown = {
        "lines": [_line(each, tariffs[each.id]) for each in found],
        "all_offered": len({each.standard_id for each in found}) >= queries.count_services(),
        "headline": ngettext("You offer {n} service", "You offer {n} services", active).format(n=active),
    }
    return frame.show(request, "console/offerings.html", "offerings", shown)


def _line(each: Any, tariff: rules.Tariff) -> dict[str, Any]:
    promise, more = queries.promise(each.standard), str(_("{name} +{price} yuan"))
    return {
        "id": each.id, "name": named(each.standard), "icon": each.standard.icon, "promise": rules.promise_label(promise) if promise else "",
        "price_fen": each.price_fen, "unit": UNIT_LABELS[Unit(each.standard.unit)], "least": each.min_quantity, "active": each.active,
        "stars": f"{each.rating_milli / 1000:.1f}" if each.reviews else "", "reviews": each.reviews,
        "extras": [more.format(name=either(extra.name, extra.name_en), price=yuan(extra.price_fen)) for extra in tariff.extras],
        "surcharges": [rules.surcharge_label(surcharge) for surcharge in tariff.surcharges],
    }  # fmt: skip
