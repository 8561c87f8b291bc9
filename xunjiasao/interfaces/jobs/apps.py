from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "xunjiasao.interfaces.jobs"
    label = "jobs"

    def ready(self) -> None:
        from xunjiasao.domains.journal import rules
        from xunjiasao.interfaces.jobs import listeners

        rules.subscribe(listeners.HEARD_BY)
