from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "houtskool.inventory"
    verbose_name = "Inbreng"
