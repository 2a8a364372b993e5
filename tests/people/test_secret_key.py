"""A change of SECRET_KEY signs nobody out while the old one holds, and ends their links and sessions without it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import signing
from django.urls import reverse

from people.sign_in.links import PasswordLinks, password_link
from portal.key_settings import OldKeys
from tests.people.test_sign_in import sign_in

pytestmark = pytest.mark.django_db
NEW = "n3" * 32


def change(settings, *, keep: bool) -> None:
    kept = OldKeys([settings.SECRET_KEY], date(9999, 1, 1)) if keep else []
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, kept


def test_somebody_signed_in_stays_signed_in_also_once_the_old_key_is_gone(cast, client, settings):
    sign_in(client, cast.teacher)
    change(settings, keep=True)
    assert client.get(reverse("people:account")).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []  # the page above has signed the session anew
    assert client.get(reverse("people:account")).status_code == 200


def test_without_the_old_key_they_sign_in_again(cast, client, settings) -> None:
    sign_in(client, cast.teacher)
    change(settings, keep=False)
    assert client.get(reverse("people:account")).status_code == 302


def test_a_link_to_choose_a_password_still_opens(cast, client, settings) -> None:
    link, token = password_link(cast.teacher), PasswordLinks().make_token(cast.teacher)
    change(settings, keep=True)
    assert PasswordLinks().check_token(cast.teacher, token)
    assert client.get(link, follow=True).context["form"].button == "Save my password"
    settings.SECRET_KEY_FALLBACKS = []
    assert not PasswordLinks().check_token(cast.teacher, token)


def test_the_stamp_of_a_public_form_still_opens(settings) -> None:
    stamp = signing.dumps(1.5, salt="form")
    change(settings, keep=True)
    assert signing.loads(stamp, salt="form") == 1.5
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(signing.BadSignature):
        signing.loads(stamp, salt="form")
