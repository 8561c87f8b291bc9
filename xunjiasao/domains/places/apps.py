from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "xunjiasao.domains.places"
    label = "places"
