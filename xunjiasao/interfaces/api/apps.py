from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "xunjiasao.interfaces.api"
    label = "api"
