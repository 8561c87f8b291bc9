from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "xunjiasao.domains.people"
    label = "people"
