from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectorConfig(AppConfig):
    name = "houtskool.sector"
    verbose_name = _("Sector")

    def ready(self) -> None:
        from houtskool.accounts.roles import READS
        from houtskool.records import erasure
        from houtskool.sector import entry_links, holding, nouns, spreadsheets
        from houtskool.web import navigation

        spreadsheets.register_kinds()
        for holder in holding.HOLDERS:
            erasure.register(holder)
        erasure.register_purge("links naar de eigen gegevens", entry_links.purge)
        navigation.add(
            navigation.Entry(
                _("Sector"),
                "sector:overview",
                order=2,
                shown=lambda request: request.user.is_authenticated and request.user.holds(*READS),
                prefix=nouns.PREFIXES,
            )
        )
