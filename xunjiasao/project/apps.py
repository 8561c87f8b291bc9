from django.apps import AppConfig


class Project(AppConfig):
    name = "xunjiasao.project"
    label = "project"

    def ready(self) -> None:
        from xunjiasao.project import checks  # registers them; models are loaded only now

        assert checks
