from django.urls import path

from xunjiasao.interfaces.entry import health, pages

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("language/<str:code>", pages.language, name="language"),
]
