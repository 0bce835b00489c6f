from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "houtskool.process"
    verbose_name = "Proces"

    def ready(self) -> None:
        from houtskool.process import status
        from houtskool.web import navigation

        status.register_gaps("proces", status.own_gaps)
        navigation.add(navigation.Entry("Proces", "process:home", order=3, prefix="/proces/"))
