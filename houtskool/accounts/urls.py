"""Signing in and out, by password or by a code in an e-mail. Sign-up is closed: it has no address."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("aanmelden/", views.login, name="account_login"),
    path("aanmelden/code/", views.request_login_code, name="account_request_login_code"),
    path("aanmelden/code/bevestigen/", views.confirm_login_code, name="account_confirm_login_code"),
    path("afmelden/", views.logout, name="account_logout"),
    path("wachtwoord/", views.password_change, name="account_change_password"),
    path("wachtwoord/instellen/", views.password_set, name="account_set_password"),
    path("wachtwoord/vergeten/", views.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", views.password_reset_done, name="account_reset_password_done"),
    # A key holds dashes itself, so the user's number must end at the first one.
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/nieuw/gelukt/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("opnieuw-aanmelden/", views.reauthenticate, name="account_reauthenticate"),
    path("niet-actief/", views.account_inactive, name="account_inactive"),
]
