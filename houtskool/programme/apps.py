from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "houtskool.programme"
    verbose_name = _("Programma")

    def ready(self) -> None:
        from houtskool.programme import checks
        from houtskool.programme.models import Version
        from houtskool.records import guard, verification

        # versions
        guard.freeze(Version)
        verification.register("versies", checks.versions_are_whole)
