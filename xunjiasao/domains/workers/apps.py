from django.apps import AppConfig


class WorkersConfig(AppConfig):
    name = "xunjiasao.domains.workers"
    label = "workers"
