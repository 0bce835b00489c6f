from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "houtskool.programme"
    verbose_name = _("Programma")

    def ready(self) -> None:
        from houtskool.accounts.roles import READS
        from houtskool.inventory import trail as contribution_trail
        from houtskool.process import panels, phases, status
        from houtskool.process import resting as rests
        from houtskool.programme import checks, line, panel, resting, spreadsheets, trail
        from houtskool.programme.actions import following
        from houtskool.programme.models import Version
        from houtskool.records import erasure, guard, importing, schedule, verification
        from houtskool.web import navigation

        # on the page of the process
        panels.register("programma", panel.of_process)
        phases.register("programma", line.phases)
        status.register_gaps("programma", panel.gaps)
        # on the page of a statement and of a request for help
        rests.register("maatregelen", resting.on)
        # versions
        guard.freeze(Version)
        verification.register("versies", checks.versions_are_whole)
        navigation.add(
            navigation.Entry(
                _("Programma"),
                "programme:home",
                order=7,
                shown=lambda request: request.user.is_authenticated and request.user.holds(*READS),
                prefix="/programma/",
            )
        )
        schedule.register("berichten over maatregelen", every=schedule.DAY, hour=17, run=following.tell)
        erasure.register_purge("volgers die niet bevestigden", following.purge)
        importing.register(spreadsheets.kind())
        # what became of a contribution
        contribution_trail.register("programma", trail.steps)
