from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "xunjiasao.domains.notices"
    label = "notices"
