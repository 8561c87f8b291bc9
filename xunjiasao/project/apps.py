from importlib import import_module

from django.apps import AppConfig


class Project(AppConfig):
    name = "xunjiasao.project"
    label = "project"

    def ready(self) -> None:
        import_module("xunjiasao.project.checks")  # it registers its checks
