from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "houtskool.accounts"
    verbose_name = "Gebruikers"
