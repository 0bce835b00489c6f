from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "houtskool.records"
    verbose_name = _("Journaal en bestanden")

    def ready(self) -> None:
        from houtskool.accounts.roles import FACILITATES, STAFF, Role
        from houtskool.records import erasure, guard, post, schedule, verification, worker
        from houtskool.records.models import JournalEntry
        from houtskool.web import navigation

        def administers(request: HttpRequest) -> bool:
            return request.user.is_authenticated and request.user.holds(Role.ADMINISTRATOR)

        def facilitates(request: HttpRequest) -> bool:
            return request.user.is_authenticated and request.user.holds(*FACILITATES)

        def is_staff(request: HttpRequest) -> bool:
            return request.user.is_authenticated and request.user.holds(*STAFF)

        guard.freeze(JournalEntry)
        # Django's table rebuilds on SQLite drop triggers, so they are laid anew after every migrate.
        post_migrate.connect(guard.install_after_migrate, sender=self, dispatch_uid="records.guard")
        verification.register("journaal", verification.journal_is_whole)
        erasure.register_purge("bestanden van imports", erasure.purge_import_files)
        erasure.register_purge("e-mail", post.purge)
        erasure.register(erasure.Holder("e-mail", post.held))
        schedule.register("e-mail die bleef liggen", every=timedelta(minutes=1), run=post.deliver_due)
        schedule.register("persoonsgegevens wissen", every=schedule.DAY, hour=3, run=erasure.purge)
        schedule.register("oude taken wissen", every=schedule.DAY, hour=3, run=worker.prune)
        verification.register("bewaking", verification.guard_stands)
        for label, url_name, shown in [
            (_("Journaal"), "records:journal", is_staff),
            (_("E-mail"), "records:mails", facilitates),
            (_("Gebruikers"), "records:users", administers),
            (_("Werk op de achtergrond"), "records:work", administers),
        ]:
            navigation.add(navigation.Entry(label, url_name, order=1, shown=shown, behind_the_scenes=True))
