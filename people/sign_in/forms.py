"""The sign-in pages' forms: the library's, in our words."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from govuk.widgets import Text
from notifications import doorbell
from people import actions
from people.attempts import actions as attempts
from people.attempts.guesses import guess
from people.attempts.limits import address_mark
from people.forms.page import PageForm
from people.sign_in import app_codes, authenticator_keys
from people.tasks import send_links

EMAIL_ERRORS = {
    "required": "Enter your email address",
    "invalid": "Enter an email address in the correct format, like name@school.example",
}
CODE_HINT = "6 numbers, from the authenticator app on your phone"
PASSWORD_HINT = "At least 12 characters. 3 words that do not belong together are a good start"


def email_field(field: forms.Field, label: str = "Email address") -> None:
    field.label = label
    field.widget = Text(
        {"type": "email", "autocomplete": "username", "spellcheck": "false"}, width="two-thirds"
    )
    field.error_messages |= EMAIL_ERRORS


def password_field(
    field: forms.Field, label: str, hint: str = "", missing: str = "Enter your password"
) -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = missing


def code_field(field: forms.Field, label: str = "Code", hint: str = CODE_HINT) -> None:
    field.label, field.help_text = label, hint
    field.widget = Text({"inputmode": "numeric", "autocomplete": "one-time-code"}, width="10")
    field.error_messages["required"] = "Enter the code"


def new_passwords(form: forms.Form) -> None:
    for name, label, hint in (
        ("password1", "New password", PASSWORD_HINT),
        ("password2", "The same password again", ""),
    ):
        missing = "Enter a new password" if name == "password1" else "Enter the new password again"
        password_field(form.fields[name], label, hint, missing)


# What is said of a password that will not do: one sentence, the first of these.
REFUSED = {
    "password_too_short": "Password must be 12 characters or more",
    "password_too_common": "Choose a password that is harder to guess",
    "password_too_similar": "Choose a password that is not like your name or email address",
}


def in_one_sentence(refused: forms.ValidationError) -> str:
    codes = {error.code for error in refused.error_list}
    said = next((says for code, says in REFUSED.items() if code in codes), None)
    return said or refused.messages[0]


class SamePasswords:
    def add_error(self, field: Any, error: Any) -> None:
        if field == "password2" and not isinstance(error, forms.ValidationError):
            error = "The passwords must be the same"
        elif field == "password1" and isinstance(error, forms.ValidationError):
            error = in_one_sentence(error)
        super().add_error(field, error)  # type: ignore[misc]  # a mixin: the library’s form has it


WRONG_CODE = "This code is wrong or too old. Enter the one your app shows now"
USED_CODE = "This code has been used already. Wait for the next one"


class SixNumbers:
    """Spaces are ignored; a recovery code, which is longer, is taken too. Each wrong one is a guess."""

    takes_recovery_codes = True

    def clean_code(self) -> str:
        code = self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())  # type: ignore[attr-defined]  # a mixin: the library’s form has it
        is_long = len(code) > 6 and self.takes_recovery_codes
        if not is_long and not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise forms.ValidationError("The code must be 6 numbers")
        with guess(context.request, person=self.user):  # type: ignore[attr-defined]  # a mixin: the library’s form has it
            self.check_code(code)
        return code

    def check_code(self, code: str) -> None:
        """The authenticator that the code belongs to, which the library goes on with."""
        try:
            with authenticator_keys.of(self.user):  # type: ignore[attr-defined]
                self.authenticator = app_codes.authenticator_of(self.user, code)  # type: ignore[attr-defined]
        except authenticator_keys.Unreadable as refusal:
            raise forms.ValidationError(refusal.reason) from None
        except app_codes.UsedAlready:
            self.refuse_code(USED_CODE)
        if self.authenticator is None:
            self.refuse_code(WRONG_CODE)

    def refuse_code(self, sentence: str) -> NoReturn:
        actions.sign_in_failed(email=self.user.email or "", at=timezone.now())  # type: ignore[attr-defined]  # a mixin: the library’s form has it
        raise forms.ValidationError(sentence)


class SignInForm(PageForm, account.LoginForm):
    button = "Sign in"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email_field(self.fields["login"])
        password_field(self.fields["password"], "Password")


class AskForLinkForm(PageForm, account.ResetPasswordForm):
    button = "Email me a link"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email_field(self.fields["email"], "Work email address")

    def clean_email(self) -> str:
        """Nobody is looked up here: whose address it is would show in how long the page takes."""
        email: str = self.cleaned_data["email"]
        address = address_mark(context.request)
        if attempts.begin(kind="link", address=address, at=timezone.now()) is None:
            raise forms.ValidationError("Too many links were asked for. Try again in 10 minutes")
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        attempts.ask_for_link(email=email, at=timezone.now())
        transaction.on_commit(send_soon)
        return email


def send_soon() -> None:
    """The row is the truth: where the queue does not answer, the minute's sweep sends the link."""
    doorbell.ring(send_links)


class ChoosePasswordForm(SamePasswords, PageForm, account.ResetPasswordKeyForm):
    button = "Save my password"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new_passwords(self)


class ChangePasswordForm(SamePasswords, PageForm, account.ChangePasswordForm):
    button = "Change my password"
    back = "/account/"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password_field(
            self.fields["oldpassword"], "Current password", missing="Enter your current password"
        )
        new_passwords(self)

    def clean_oldpassword(self) -> str:
        with guess(context.request, person=self.user):
            password: str = super().clean_oldpassword()
        return password


class SignInAgainForm(PageForm, account.ReauthenticateForm):
    button = "Continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password_field(self.fields["password"], "Password")

    def clean_password(self) -> str:
        """The library asks by a table of addresses that is empty here: the person is known already."""
        with guess(context.request, person=self.user):
            if not self.user.check_password(self.cleaned_data["password"]):
                actions.sign_in_failed(email=self.user.email or "", at=timezone.now())
                raise forms.ValidationError("This is not your password")
        context.request.session.cycle_key()
        return self.cleaned_data["password"]


class CodeForm(SixNumbers, PageForm, mfa.AuthenticateForm):
    button = "Continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self.fields["code"], hint=f"{CODE_HINT}, or one of your recovery codes")


class CodeAgainForm(SixNumbers, PageForm, mfa.ReauthenticateForm):
    button = "Continue"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self.fields["code"])

    def check_code(self, code: str) -> None:
        super().check_code(code)
        context.request.session.cycle_key()


class SetUpAppForm(SixNumbers, PageForm, totp.ActivateTOTPForm):
    button = "Set up"
    takes_recovery_codes = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self.fields["code"], "Code from the app", "6 numbers, as the app shows them now")

    def check_code(self, code: str) -> None:
        """The first code is used up by setting the app up: it does not also sign in."""
        validate_can_add_authenticator(self.user)
        try:
            if not app_codes.takes(self.user, self.secret, code):
                raise forms.ValidationError(WRONG_CODE)
        except app_codes.UsedAlready:
            raise forms.ValidationError(USED_CODE) from None


class RemoveAppForm(PageForm, totp.DeactivateTOTPForm):
    button = "Remove this app"
    button_kind = "warning"
    back = "/account/"


class NewCodesForm(PageForm, recovery.GenerateRecoveryCodesForm):
    button = "Make new codes"
    back = "/account/"
