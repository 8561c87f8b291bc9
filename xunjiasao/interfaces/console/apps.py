from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "xunjiasao.interfaces.console"
    label = "console"
