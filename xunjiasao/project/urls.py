"""Where each interface lives."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

MOUNTS = {
    "": "xunjiasao.interfaces.entry.urls",
    "api/v1/": "xunjiasao.interfaces.api.urls",
    "desk/": "xunjiasao.interfaces.console.urls",
    "admin/": "xunjiasao.interfaces.admin.urls",
}


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(module)) for prefix, module in MOUNTS.items() if _there(module)),
]
if _there("xunjiasao.interfaces.site.urls"):
    urlpatterns.append(path("", include("xunjiasao.interfaces.site.urls")))

handler400 = "xunjiasao.interfaces.entry.pages.bad_request"
handler403 = "xunjiasao.interfaces.entry.pages.forbidden"
handler404 = "xunjiasao.interfaces.entry.pages.not_found"
handler500 = "xunjiasao.interfaces.entry.pages.broken"
