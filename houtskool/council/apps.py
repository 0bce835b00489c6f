from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilConfig(AppConfig):
    name = "houtskool.council"
    verbose_name = _("Raad")

    def ready(self) -> None:
        from houtskool.accounts.roles import READS
        from houtskool.council import panels
        from houtskool.council.models import FrozenNote, Note
        from houtskool.council.notes.checks import adopted_notes_are_whole
        from houtskool.process import door
        from houtskool.process import panels as process_panels
        from houtskool.records import guard, verification
        from houtskool.web import navigation

        door.open_door(door.Door(begin="council:begin", review="council:review"))
        process_panels.register("nota's", panels.notes)
        guard.freeze(FrozenNote)
        guard.freeze(Note, when=f"OLD.state = '{Note.State.SENT}'")
        verification.register("nota's", adopted_notes_are_whole)
        navigation.add(
            navigation.Entry(
                _("Raad"),
                "council:notes",
                order=9,
                shown=lambda request: request.user.is_authenticated and request.user.holds(*READS),
                prefix="/raad/",
            )
        )
