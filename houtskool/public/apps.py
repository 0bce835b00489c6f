from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicConfig(AppConfig):
    name = "houtskool.public"
    verbose_name = _("Openbaar")

    def ready(self) -> None:
        from houtskool.programme import trail
        from houtskool.public import pages
        from houtskool.web import navigation

        trail.register_public(pages.path_of)
        navigation.add(
            navigation.Entry(
                _("Programma"),
                "public:home",
                order=10,
                # Who works with the programme has it under its own name already.
                shown=lambda request: not request.user.is_authenticated,
                prefix="/openbaar/",
            )
        )
