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
