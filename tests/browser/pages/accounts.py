from __future__ import annotations

from tests.browser.pages.row import Arguments

EXAMPLES: dict[str, list[Arguments]] = {
    "account_reset_password_from_key": [{"uidb36": "1", "key": "verlopen-sleutel"}],
}

SIGNED_OUT = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_inactive",
}
