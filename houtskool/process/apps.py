from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcessConfig(AppConfig):
    name = "houtskool.process"
    verbose_name = _("Proces")

    def ready(self) -> None:
        from houtskool.process import coverage, holding, inviting, origin, status
        from houtskool.records import erasure, schedule
        from houtskool.sector import panels
        from houtskool.web import navigation

        panels.register("uit een nota", origin.from_documents)
        panels.register("uitnodigingen", origin.invitations)
        status.register_gaps("proces", status.own_gaps)
        status.register_gaps("wie is gehoord", coverage.gaps)
        erasure.register(holding.HOLDER)
        erasure.register_purge("uitnodigingen", holding.purge)
        schedule.register("herinneringen", every=schedule.DAY, hour=8, run=inviting.remind_due)
        navigation.add(
            navigation.Entry(_("Proces"), "process:home", order=3, prefix=("/proces/", "/documenten/"))
        )
