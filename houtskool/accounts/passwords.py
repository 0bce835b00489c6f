from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Django's own, with the one sentence that its Dutch translation lacks."""

    def get_error_message(self) -> str:
        refusal = _("Dit wachtwoord is te kort. Gebruik minstens %(number)s tekens.")
        return refusal % {"number": self.min_length}
