from django.apps import AppConfig


class EntryConfig(AppConfig):
    name = "xunjiasao.interfaces.entry"
    label = "entry"
