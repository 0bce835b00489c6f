from django.apps import AppConfig


class SectorConfig(AppConfig):
    name = "houtskool.sector"
    verbose_name = "Sector"
