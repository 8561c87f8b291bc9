from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "xunjiasao.domains.dispatch"
    label = "dispatch"
