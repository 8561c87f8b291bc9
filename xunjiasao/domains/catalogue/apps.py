from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "xunjiasao.domains.catalogue"
    label = "catalogue"
