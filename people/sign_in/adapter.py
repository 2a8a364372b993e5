"""How django-allauth behaves here: nobody signs themself up, messages go through the post room, the ledger is kept."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from people import actions
from people.attempts import actions as attempts
from people.attempts.guesses import begin_guess, too_many
from people.person.models import User
from people.sign_in import authenticator_keys, known_browsers, links, second_step, sessions
from people.sign_in.freshness import signed_in_lately

SECOND_STEP_NEWS = {
    "mfa/email/totp_activated": "An authenticator app was set up",
    "mfa/email/totp_deactivated": "The authenticator app was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": "This is not your current password",
        "incorrect_password": "This is not your password",
        "incorrect_code": "This code is wrong or too old. Enter the one your app shows now",
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code == "too_many_login_attempts":
            return too_many()
        if code != "email_password_mismatch":
            return super().validation_error(code, *args)
        by_email = links.goes_by_email()
        way = (
            "Check them or ask for an email link"
            if by_email
            else f"Check them. {links.HANDED_OVER}"
        )
        return ValidationError(f"We could not sign you in with those details. {way}", code=code)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """A sign-in of the last 15 minutes is proof enough."""
        return not signed_in_lately(self.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counted before it is tried, by the same steps whether or not there is such an account."""
        typed = credentials.get("email", "")
        person = User.objects.filter(email=typed.strip().lower()).first()
        self.attempt = begin_guess(request, person=person, typed=typed)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user:
            attempts.withdraw_attempt(attempt=self.attempt)
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        """Under a new session id, also where the same person was signed in already."""
        sessions.start(request, user)
        known_browsers.remember(request, user)
        actions.sign_in(by=user, at=timezone.now())
        actions.reseal_second_steps(of=user)

    def logout(self, request: HttpRequest) -> None:
        assert request.user.is_authenticated, "the library signs out whoever is signed in"
        actions.sign_out(by=request.user, at=timezone.now())
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.sign_in_failed(email=credentials.get("email", ""), at=timezone.now())

    def set_password(self, user: User, password: str) -> None:
        """Whoever has their link, or their password, has shown that this browser is theirs."""
        actions.change_password(by=user, password=password, at=timezone.now())
        known_browsers.remember(self.request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Everything that is sent has its own function above; an unknown address is told nothing."""

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        if what := SECOND_STEP_NEWS.get(template_prefix):
            second_step.forget(self.request)
            actions.change_second_step(by=user, what=what, at=timezone.now())


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is wrong or too old. Enter the one your app shows now",
    }

    def encrypt(self, text: str) -> str:
        return authenticator_keys.sealed(text, authenticator_keys.owner())

    def decrypt(self, encrypted_text: str) -> str:
        return authenticator_keys.opened_or_refused(encrypted_text)
