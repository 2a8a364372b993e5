"""Addresses of signing in. Only what the portal uses of the sign-in library is mapped."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.urls import path, re_path

from people.sign_in.views import back_to_account, sign_in_help, sign_out, worried

# The library's own views, which guard themselves; tests/people holds what each answers to whom.
THIRD_PARTY = frozenset(
    {
        "account_login",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/worried/", worried, name="worried"),
    path("sign-in/help/", sign_in_help, name="sign_in_help"),
    path("sign-out/", sign_out, name="account_logout"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", login_required(account.reauthenticate), name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/link/", account.password_reset, name="account_reset_password"),
    path("sign-in/link/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/link/used/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sign-in/link/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/", login_required(account.password_change), name="account_change_password"
    ),
    path("account/password/none/", back_to_account, name="account_set_password"),
    path("account/second-step/done/", back_to_account, name="mfa_index"),
    path("account/second-step/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-step/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/file/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
