from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliberationConfig(AppConfig):
    name = "houtskool.deliberation"
    verbose_name = _("Stemmen")
