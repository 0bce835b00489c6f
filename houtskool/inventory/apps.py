from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    name = "houtskool.inventory"
    verbose_name = _("Inbreng")

    def ready(self) -> None:
        from houtskool.inventory import checks, quotes, trail, trail_steps
        from houtskool.inventory.actions import consent
        from houtskool.inventory.models import Report
        from houtskool.records import erasure, guard, verification

        # quotes and reports
        guard.freeze(Report)
        verification.register("verslagen", checks.shared_reports_are_whole)
        erasure.register(erasure.Holder("citaten", quotes.held))
        erasure.register_purge("ingetrokken woorden", consent.purge)

        # contributions
        from django.db.models.signals import post_migrate

        from houtskool.accounts.roles import READS
        from houtskool.inventory import panels, search, spoken, spreadsheets
        from houtskool.process import panels as process_panels
        from houtskool.process import voices
        from houtskool.records import importing
        from houtskool.web import navigation

        post_migrate.connect(search.install_after_migrate, sender=self, dispatch_uid="inventory.search")
        verification.register("zoekregister", search.stands)
        importing.register(spreadsheets.kind_for())
        process_panels.register("inbreng", panels.of_process)
        voices.register("inbreng", spoken.VOICE)
        process_panels.register_for_gathering("inbreng", panels.of_gathering)
        navigation.add(
            navigation.Entry(
                _("Inbreng"),
                "inventory:contributions",
                order=4,
                shown=lambda request: request.user.is_authenticated and request.user.holds(*READS),
                prefix="/inbreng/",
            )
        )
        # what became of a contribution
        trail.register("inbreng", trail_steps.steps)
        from houtskool.inventory import happened, holding, telling
        from houtskool.process import pages_above, status
        from houtskool.records import schedule

        process_panels.register("wat ermee gebeurde", happened.panel)
        status.register_gaps("inbreng", happened.gaps)
        erasure.register(holding.HOLDER)
        erasure.register_purge("inbreng", holding.purge)
        schedule.register("berichten over inbreng", every=schedule.DAY, hour=17, run=telling.tell)
        pages_above.register(pages_above.FOLLOW, telling.table_path)
        pages_above.register(pages_above.OWN_PAGE, telling.path_of_invited)

        # capture at a table, and reports that are read in
        from houtskool.inventory import capture_panel, capturing, reports_read, withdrawn
        from houtskool.process import pages_above
        from houtskool.records import uploads

        pages_above.register(pages_above.NOTES, capturing.path_of)
        pages_above.register(pages_above.REPORT, reports_read.path_of_document)
        process_panels.register_for_gathering("vastleggen en inlezen", capture_panel.of_gathering)
        erasure.register(withdrawn.HOLDER)
        uploads.register_held_back("ingetrokken woorden", withdrawn.holds)
        erasure.register_purge("verslagen en foto’s met gewiste woorden", withdrawn.purge)
