from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: a beheerder adds people. Refusals in our own words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Uw account is gesloten. Vraag de beheerder om het weer te openen."),
        "email_password_mismatch": _(
            "Dit e-mailadres en dit wachtwoord horen niet bij elkaar. "
            "Probeer het opnieuw, of vraag een nieuw wachtwoord aan."
        ),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord. Probeer het opnieuw."),
        "incorrect_code": _(
            "Deze code klopt niet. Neem haar precies over uit de e-mail, of vraag een nieuwe aan."
        ),
        "incorrect_password": _("Dit wachtwoord klopt niet. Probeer het opnieuw."),
        "rate_limited": _("Dit gebeurde te vaak in korte tijd. Probeer het over een minuut opnieuw."),
        "too_many_login_attempts": _(
            "U probeerde het te vaak. "
            "Wacht vijf minuten en probeer het opnieuw, of vraag een nieuw wachtwoord aan."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
