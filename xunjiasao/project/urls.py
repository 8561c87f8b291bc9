"""Where each interface lives."""

from django.urls import include, path

urlpatterns = [
    path("", include("xunjiasao.interfaces.entry.urls")),
    path("api/v1/", include("xunjiasao.interfaces.api.urls")),
    path("desk/", include("xunjiasao.interfaces.console.urls")),
    path("admin/", include("xunjiasao.interfaces.admin.urls")),
    path("", include("xunjiasao.interfaces.site.urls")),
]

handler400 = "xunjiasao.interfaces.entry.pages.bad_request"
handler403 = "xunjiasao.interfaces.entry.pages.forbidden"
handler404 = "xunjiasao.interfaces.entry.pages.not_found"
handler500 = "xunjiasao.interfaces.entry.pages.broken"
