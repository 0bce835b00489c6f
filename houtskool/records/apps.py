from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "houtskool.records"
    verbose_name = "Journaal en bestanden"

    def ready(self) -> None:
        from houtskool.records import guard, verification
        from houtskool.records.models import JournalEntry

        guard.freeze(JournalEntry)
        # Django's table rebuilds on SQLite drop triggers, so they are laid anew after every migrate.
        post_migrate.connect(guard.install_after_migrate, sender=self, dispatch_uid="records.guard")
        verification.register("journaal", verification.journal_is_whole)
        verification.register("bewaking", verification.guard_stands)
