from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "houtskool.council"
    verbose_name = "Raad"

    def ready(self) -> None:
        from houtskool.process import door

        door.open_door(door.Door(begin="council:begin", review="council:review"))
