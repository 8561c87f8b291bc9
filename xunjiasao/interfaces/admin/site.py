"""Django's admin behind our own sign-in: whoever has the power OPERATE."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xunjiasao.domains.people import access, actions
from xunjiasao.domains.people.terms import Power
from xunjiasao.interfaces.entry import actors, clock
from xunjiasao.interfaces.entry.problems import SIGN_IN
from xunjiasao.kernel.errors import Forbidden
from xunjiasao.kernel.text import _


@dataclass(frozen=True)
class Operator:
    """What Django's admin wants to know of a user."""

    pk: UUID
    name: str
    is_active: bool = True
    is_staff: bool = True
    is_anonymous: bool = False
    is_authenticated: bool = True
    has_usable_password: bool = False
    """there is no page here to change it"""

    def get_short_name(self) -> str:
        return self.name

    def get_username(self) -> str:
        return self.name

    def has_perm(self, _perm: str, _obj: Any = None) -> bool:
        return True

    def has_module_perms(self, _label: str) -> bool:
        return True


class MachineRoom(AdminSite):
    site_header = site_title = _("Machine room")
    index_title = _("All tables, read-only")
    enable_nav_sidebar = False
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let operators in, by the session of the desks."""
        found = actors.signed(request)
        if found is None or access.may_use(found.actor, Power.OPERATE):
            return False
        request.user = Operator(found.actor.who, found.name)  # type: ignore[assignment]  # all that the admin asks of it
        return True

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the one sign-in page; who is signed in already isn't an operator."""
        if actors.actor_of(request).signed_in:
            raise Forbidden
        return redirect(f"{SIGN_IN}?next={quote(request.GET.get('next', request.path))}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # a redirect
        actor = actors.actor_of(request)
        if actor.session_id and request.method == "POST":
            actions.end_session(session_id=actor.session_id, actor=actor, now=clock.now())
        response = redirect(SIGN_IN)
        actors.forget(response)
        return response


site = MachineRoom(name="admin")
