from django.apps import AppConfig


class MachineRoomConfig(AppConfig):
    name = "xunjiasao.interfaces.admin"
    label = "machine_room"  # "admin" is Django's own
