from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "xunjiasao.interfaces.site"
    label = "site"
