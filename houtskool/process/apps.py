from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "houtskool.process"
    verbose_name = "Proces"

    def ready(self) -> None:
        from houtskool.process import origin, status
        from houtskool.sector import panels
        from houtskool.web import navigation

        panels.register("uit een nota", origin.from_documents)
        status.register_gaps("proces", status.own_gaps)
        navigation.add(
            navigation.Entry("Proces", "process:home", order=3, prefix=("/proces/", "/documenten/"))
        )
