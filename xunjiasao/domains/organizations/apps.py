from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "xunjiasao.domains.organizations"
    label = "organizations"
