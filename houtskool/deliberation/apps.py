from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliberationConfig(AppConfig):
    name = "houtskool.deliberation"
    verbose_name = _("Stemmen")

    def ready(self) -> None:
        from datetime import timedelta

        from django.conf import settings

        from houtskool.deliberation import analysing
        from houtskool.records import schedule

        # the result
        schedule.register(
            "analyses van gesprekken",
            every=timedelta(seconds=settings.ANALYSIS_INTERVAL),
            run=analysing.run_waiting,
        )

        # conversations and voting
        from houtskool.accounts.roles import READS
        from houtskool.deliberation import holding, merged_groups, panels, trail
        from houtskool.deliberation.actions import conversations
        from houtskool.inventory import trail as contribution_trail
        from houtskool.process import panels as process_panels
        from houtskool.records import erasure
        from houtskool.sector import merging
        from houtskool.web import navigation

        contribution_trail.register("stemmen", trail.steps)
        merging.register_afterwards("uitkomsten van gesprekken", merged_groups.reckon_anew)
        erasure.register(holding.HOLDER)
        process_panels.register("stemmen", panels.of_process)
        process_panels.register_for_gathering("stemmen", panels.of_gathering)
        schedule.register(
            "gesprekken waarvan de tijd om is", every=timedelta(minutes=10), run=conversations.close_due
        )
        navigation.add(
            navigation.Entry(
                _("Stemmen"),
                "deliberation:conversations",
                order=5,
                shown=lambda request: request.user.is_authenticated and request.user.holds(*READS),
                prefix="/stemmen/",
            )
        )
