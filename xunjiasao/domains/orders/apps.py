from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "xunjiasao.domains.orders"
    label = "orders"
