"""Second steps are sealed with keys of their own, to their owner; without the key nobody meets an error page."""

from __future__ import annotations

import hashlib
import logging
from base64 import urlsafe_b64encode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.urls import reverse

from people.sign_in import authenticator_keys, sealed_rows
from people.sign_in.actions.second_steps import reseal_second_step
from sealing.boxes import CannotOpen
from sealing.rotation import Outcome, reseal_all
from tests.people.test_sign_in import code_for, sign_in, words

pytestmark = pytest.mark.django_db
SECRET = "A" * 32
NEW = "n3" * 32


@pytest.fixture(autouse=True)
def clean_limits():
    cache.clear()
    yield
    cache.clear()


def older(text: str, concern_key: str) -> str:
    """As it was sealed before authenticators had keys of their own."""
    key = hashlib.sha256(f"second-step:{concern_key}".encode()).digest()
    return Fernet(urlsafe_b64encode(key)).encrypt(text.encode()).decode()


def with_app(person, box: str = "") -> Authenticator:
    row = TOTP.activate(person, SECRET).instance
    row.data = {"secret": box or authenticator_keys.sealed(SECRET, str(person.pk))}
    row.save()
    return row


def enter_code(client, person):
    sign_in(client, person)
    return client.post(reverse("mfa_authenticate"), {"code": code_for(SECRET)})


def is_in(client) -> bool:
    return client.get(reverse("people:account")).status_code == 200


def test_one_from_under_the_concern_keys_opens_and_signing_in_seals_it_anew(
    cast, client, settings
) -> None:
    row = with_app(cast.teacher, older(SECRET, settings.CONCERN_KEYS[0]))
    enter_code(client, cast.teacher)
    assert is_in(client)
    settings.CONCERN_KEYS = [NEW]
    row.refresh_from_db()
    assert authenticator_keys.opened(row.data["secret"], str(cast.teacher.pk)) == SECRET


def test_the_keys_of_concerns_no_longer_open_it(cast, client, settings) -> None:
    row = with_app(cast.teacher)
    settings.AUTHENTICATOR_KEYS = [NEW]
    with pytest.raises(CannotOpen):
        authenticator_keys.opened(row.data["secret"], str(cast.teacher.pk))


def test_the_owners_own_app_is_sealed_to_them_when_it_is_set_up(cast, client) -> None:
    sign_in(client, cast.teacher)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    app, codes = Authenticator.objects.filter(user=cast.teacher).order_by("-type")
    for box in (app.data["secret"], codes.data["seed"]):
        assert authenticator_keys.opened(box, str(cast.teacher.pk))
        with pytest.raises(CannotOpen):
            authenticator_keys.opened(box, str(cast.head.pk))
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_one_that_was_moved_from_another_person_opens_nothing(cast, client) -> None:
    """A writer of the database puts their own app in somebody else's place."""
    with_app(cast.head, with_app(cast.teacher).data["secret"])
    answer = enter_code(client, cast.head)
    assert "cannot read your second sign-in step" in words(answer)
    assert not is_in(client)


def test_a_lost_key_is_a_sentence_and_a_line_in_the_log(cast, client, settings, caplog) -> None:
    with_app(cast.teacher)
    settings.AUTHENTICATOR_KEYS = [NEW]
    with caplog.at_level(logging.ERROR, "people.sign_in.authenticator_keys"):
        answer = enter_code(client, cast.teacher)
    assert answer.status_code == 200 and not is_in(client)
    assert "Ask the administrator of the portal" in words(answer)
    assert "AUTHENTICATOR_KEYS" in caplog.text and SECRET not in caplog.text


def test_a_lost_key_does_not_break_the_page_of_recovery_codes(cast, client, settings) -> None:
    sign_in(client, cast.teacher)
    with_app(cast.teacher)
    RecoveryCodes.activate(cast.teacher)
    settings.AUTHENTICATOR_KEYS = [NEW]
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes"):
        answer = client.get(reverse(name))
        assert answer.status_code == 403
        assert "Ask the administrator of the portal" in words(answer)


def test_a_rotation_seals_all_and_forgets_no_code_that_was_used_meanwhile(cast, settings) -> None:
    app, codes = with_app(cast.teacher), RecoveryCodes.activate(cast.teacher).instance
    stranger = with_app(cast.head, "0123456789ab:bm90aGluZw==")
    settings.AUTHENTICATOR_KEYS = [NEW, *settings.AUTHENTICATOR_KEYS]
    waiting = sealed_rows.second_steps()
    assert set(waiting.older()) == {app.pk, codes.pk, stranger.pk}
    codes.data["used_mask"] = 5
    codes.save()
    outcomes = sorted(one.value for one in reseal_all(waiting))
    assert outcomes == ["done", "done", "unreadable"]
    assert reseal_second_step(pk=app.pk) is Outcome.NOTHING
    settings.AUTHENTICATOR_KEYS = [NEW]
    codes.refresh_from_db()
    assert codes.data["used_mask"] == 5
    assert authenticator_keys.opened(codes.data["seed"], str(cast.teacher.pk))
