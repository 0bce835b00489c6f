from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "houtskool.inventory"
    verbose_name = "Inbreng"

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

        # finding contributions
        from django.db.models.signals import post_migrate

        from houtskool.inventory import search

        post_migrate.connect(search.install_after_migrate, sender=self, dispatch_uid="inventory.search")
        verification.register("zoekregister", search.stands)
        # what became of a contribution
        trail.register("inbreng", trail_steps.steps)
        from houtskool.inventory import holding, telling
        from houtskool.process import pages_above
        from houtskool.records import schedule

        erasure.register(holding.HOLDER)
        schedule.register("berichten over inbreng", every=schedule.DAY, hour=17, run=telling.tell)
        pages_above.register(pages_above.FOLLOW, telling.table_path)
        pages_above.register(pages_above.OWN_PAGE, telling.path_of_invited)
