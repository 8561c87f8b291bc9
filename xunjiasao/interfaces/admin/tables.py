"""Every table of the domains, as it lies there; what is secret stays out of sight."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from xunjiasao.domains.journal import actions as journal
from xunjiasao.domains.journal.models import Delivery
from xunjiasao.domains.people import actions as people
from xunjiasao.domains.people.models import Session
from xunjiasao.interfaces.admin.site import site
from xunjiasao.interfaces.entry import actors, clock
from xunjiasao.kernel.errors import DomainError
from xunjiasao.kernel.text import _

HIDDEN = {"password", "phone_index", "wechat_index", "totp_used", "digest"}
COLUMNS = 8


class Table(admin.ModelAdmin):
    list_per_page = 50
    show_full_result_count = False
    list_select_related = False

    ordering = ("-pk",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.action(description=_("Try the chosen deliveries again"))
def retry(table: Table, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
    for delivery in chosen:
        journal.retry(delivery_id=delivery.id, actor=actors.actor_of(request), now=clock.now())
    table.message_user(request, _("They will be tried again within a second."))


@admin.action(description=_("End the chosen sessions"))
def end(table: Table, request: HttpRequest, chosen: QuerySet[Session]) -> None:
    for session in chosen:
        try:
            people.end_session(session_id=session.id, actor=actors.actor_of(request), now=clock.now())
        except DomainError as refusal:
            table.message_user(request, refusal.sentence, messages.WARNING)
    table.message_user(request, _("The sessions were ended."))


NAMES: dict[str, tuple[Any, Any]] = {
    "journal.Stream": (_("stream"), _("streams")),
    "journal.Entry": (_("entry"), _("entries")),
    "journal.About": (_("subject of an entry"), _("subjects of entries")),
    "journal.Delivery": (_("delivery"), _("deliveries")),
    "journal.RequestKey": (_("request key"), _("request keys")),
    "journal.DayHead": (_("head of a day"), _("heads of days")),
    "journal.Turn": (_("turn"), _("turns")),
    "people.Account": (_("account"), _("accounts")),
    "people.Seat": (_("seat"), _("seats")),
    "people.Session": (_("session"), _("sessions")),
    "people.OneTimeCode": (_("one-time code"), _("one-time codes")),
    "people.Limit": (_("limit"), _("limits")),
    "people.Consent": (_("consent"), _("consents")),
    "places.Division": (_("division"), _("divisions")),
    "places.DivisionCode": (_("division code"), _("division codes")),
    "places.Holiday": (_("holiday"), _("holidays")),
    "places.Address": (_("address"), _("addresses")),
    "organizations.Organization": (_("organization"), _("organizations")),
    "organizations.Coverage": (_("area served"), _("areas served")),
    "organizations.Edition": (_("edition of organizations"), _("editions of organizations")),
    "catalogue.Occupation": (_("occupation"), _("occupations")),
    "catalogue.Level": (_("level"), _("levels")),
    "catalogue.ServiceStandard": (_("service standard"), _("service standards")),
    "catalogue.Offering": (_("offering"), _("offerings")),
    "catalogue.Extra": (_("extra"), _("extras")),
    "catalogue.Surcharge": (_("surcharge"), _("surcharges")),
    "catalogue.Quote": (_("quote"), _("quotes")),
    "catalogue.Edition": (_("edition of the catalogue"), _("editions of the catalogue")),
    "workers.Worker": (_("worker's archive"), _("workers' archives")),
    "workers.Affiliation": (_("affiliation"), _("affiliations")),
    "workers.Credential": (_("credential"), _("credentials")),
    "workers.Area": (_("working area"), _("working areas")),
    "workers.Pattern": (_("weekly pattern"), _("weekly patterns")),
    "workers.Leave": (_("leave"), _("leaves")),
    "workers.Day": (_("day of a worker"), _("days of workers")),
    "orders.Order": (_("order"), _("orders")),
    "orders.Payment": (_("payment"), _("payments")),
    "orders.Review": (_("review"), _("reviews")),
    "notices.Notice": (_("notice"), _("notices")),
}
"""What a row of each table is called, and several; Django would only put an s behind the class."""

BUTTONS: dict[type[models.Model], list[Any]] = {Delivery: [retry], Session: [end]}


def _is_shown(field: "models.Field[Any, Any]", model: type[models.Model]) -> bool:
    secret = model._meta.app_label == "people" and field.name in HIDDEN
    return not secret and not isinstance(field, models.BinaryField)


def _table(model: type[models.Model]) -> type[Table]:
    """Make the page of a table, and call it by its name: only here, for migrations know of no names."""
    model._meta.verbose_name, model._meta.verbose_name_plural = NAMES.get(
        model._meta.label, (model._meta.verbose_name, model._meta.verbose_name_plural)
    )
    shown = [field.attname for field in model._meta.fields if _is_shown(field, model)]
    said = {
        "fields": shown,
        "readonly_fields": shown,
        "list_display": shown[:COLUMNS],
        "actions": BUTTONS.get(model, []),
    }
    return type(f"{model.__name__}Table", (Table,), said)


for config in apps.get_app_configs():
    if config.name.startswith("xunjiasao.domains."):
        for model in config.get_models():
            site.register(model, _table(model))
