from django.urls import path

from xunjiasao.interfaces.site import home, services, stations

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("services", services.services, name="services"),
    path("services/<slug:slug>", services.service, name="service"),
    path("stations", stations.stations, name="stations"),
    path("about", home.about, name="about"),
    path("privacy", home.privacy, name="privacy"),
    path("accessibility", home.accessibility, name="accessibility"),
]
