"""Signing in and out, links to choose a password, the second step and the limits on guessing."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from access.check import Denied, Hidden
from audit.models import Entry
from notifications.models import Message
from people.actions import invite
from people.attempts.actions import send_links
from people.attempts.models import LinkAsked
from people.models import User
from people.sign_in.middleware import SecondStepMiddleware
from people.sign_in.urls import THIRD_PARTY, urlpatterns
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NEW = "purple kettle seven"


def sign_in(client, person, password=PASSWORD, **data):
    return client.post(
        reverse("account_login"), {"login": person.email, "password": password, **data}
    )


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def events() -> list[str]:
    return list(Entry.objects.order_by("position").values_list("event", flat=True))


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_signing_in_and_out_is_kept(cast, client) -> None:
    assert sign_in(client, cast.teacher).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 405
    client.post(reverse("account_logout"))
    assert client.get(reverse("people:account")).status_code == 302
    assert events() == ["session.signed_in", "session.signed_out"]


def test_the_way_on_is_kept_but_never_leads_elsewhere(cast, client) -> None:
    assert sign_in(client, cast.teacher, next="/people/").url == "/people/"
    client.post(reverse("account_logout"))
    assert sign_in(client, cast.teacher, next="https://evil.example/").url == "/"


def test_wrong_details_never_say_which(cast, client) -> None:
    says = "We could not sign you in with those details. Check them. Your school office can make a new link"
    assert says in words(sign_in(client, cast.teacher, "wrong"))
    assert says in words(
        client.post(reverse("account_login"), {"login": "no@school.example", "password": "x"})
    )
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert says in words(sign_in(client, cast.colleague))
    failed = Entry.objects.filter(event="session.failed")
    assert [entry.object_id for entry in failed.order_by("position")][:2] == [
        str(cast.teacher.pk),
        "",
    ]
    assert "wrong" not in str(list(failed.values()))


def test_with_a_mail_server_an_email_link_is_offered(cast, client, settings) -> None:
    settings.SENDS_EMAIL = True
    assert "Check them or ask for an email link" in words(sign_in(client, cast.teacher, "wrong"))


def test_empty_boxes_are_asked_for(client, cast) -> None:
    answer = words(client.post(reverse("account_login"), {}))
    assert "Enter your email address" in answer and "Enter your password" in answer
    assert answer.startswith("Error: Sign in")


def test_nobody_signs_themself_up(client, cast) -> None:
    for address in ("/signup/", "/sign-up/", "/accounts/signup/"):
        assert client.get(address).status_code == 404


def test_only_named_addresses_belong_to_the_library() -> None:
    def library(view) -> bool:
        return getattr(view, "view_class", view).__module__.startswith("allauth.")

    assert {
        one.name for one in urlpatterns if library(one.callback) and one.name != "account_logout"
    } == THIRD_PARTY


@pytest.mark.parametrize("name", sorted(THIRD_PARTY - {"account_reset_password_from_key"}))
def test_the_librarys_pages_show_nothing_to_strangers(client, cast, name) -> None:
    public = {
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    }
    answer = client.get(reverse(name))
    assert answer.status_code == (200 if name in public else 302)
    if name not in public:
        assert answer.url.startswith("/sign-in/")


# ---- Links ----------------------------------------------------------------------------------


def open_link(client, link: str):
    """The address in the bar after opening the link, and its page."""
    answer = client.get(link, follow=True)
    return (answer.redirect_chain[-1][0] if answer.redirect_chain else link), answer


def choose(client, link: str, password: str = NEW):
    address, _ = open_link(client, link)
    return client.post(address, {"password1": password, "password2": password}, follow=True)


@pytest.fixture
def newcomer(cast) -> User:
    cast.teacher.set_unusable_password()
    cast.teacher.save()
    return cast.teacher


def test_without_a_mail_server_the_link_is_shown_to_the_administrator_once(
    cast, client, newcomer
) -> None:
    client.force_login(cast.office)
    page = reverse("people:detail", args=[newcomer.pk])
    client.post(reverse("people:invite", args=[newcomer.pk]))
    first, second = client.get(page).content.decode(), client.get(page).content.decode()
    link = re.search(r'value="http://testserver(/sign-in/link/[^"]+)"', first).group(1)
    assert "/sign-in/link/" not in second
    assert Message.objects.count() == 0
    assert events() == ["person.invited"]
    assert "Your password is set" in words(choose(Client(), link))
    assert sign_in(Client(), newcomer, NEW).status_code == 302


def test_opening_a_link_changes_nothing_and_it_works_once(cast, newcomer) -> None:
    link = invite(person=newcomer, by=cast.office, at=timezone.now())
    client = Client()
    for _ in range(3):
        _, page = open_link(client, link)
        assert "Choose a password" in words(page)
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()
    choose(client, link)
    assert "This link has been used or is too old" in words(open_link(Client(), link)[1])


def test_a_newer_link_ends_an_older_one_and_3_days_end_both(cast, newcomer, settings) -> None:
    old = invite(person=newcomer, by=cast.office, at=NOW - timedelta(minutes=1))
    new = invite(person=newcomer, by=cast.office, at=timezone.now())
    assert "used or is too old" in words(open_link(Client(), old)[1])
    assert "Choose a password" in words(open_link(Client(), new)[1])
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "used or is too old" in words(open_link(Client(), new)[1])


def test_passwords_are_long_and_the_same_twice(cast, newcomer) -> None:
    link = invite(person=newcomer, by=cast.office, at=timezone.now())
    client = Client()
    address, _ = open_link(client, link)
    short = words(client.post(address, {"password1": "short", "password2": "short"}))
    assert short.count("Password must be 12 characters or more") == 2  # summary and field
    assert "too short" not in short and "harder to guess" not in short
    other = words(client.post(address, {"password1": NEW, "password2": NEW + "x"}))
    assert "The passwords must be the same" in other


def test_with_a_mail_server_the_invitation_is_sent(cast, newcomer, settings) -> None:
    settings.SENDS_EMAIL = True
    assert invite(person=newcomer, by=cast.office, at=timezone.now()) is None
    message = Message.objects.get()
    assert message.recipient == newcomer
    assert "/sign-in/link/" in message.text and "Tom Okafor has invited you" in message.text


def test_who_may_invite(cast, newcomer) -> None:
    for person, refusal in (
        (cast.head, Denied),
        (cast.teacher, Denied),
        (cast.outsider, Hidden),
        (cast.other_head, Hidden),
    ):
        with pytest.raises(refusal):
            invite(person=newcomer, by=person, at=NOW)
    with pytest.raises(Denied):  # a link is as good as a password: not for somebody with more roles
        invite(person=cast.admin, by=cast.office, at=NOW)
    User.objects.filter(pk=newcomer.pk).update(email=None)
    newcomer.refresh_from_db()
    with pytest.raises(ValidationError, match="Add an email address"):
        invite(person=newcomer, by=cast.office, at=NOW)


def test_a_forgotten_password_by_email(cast, client, settings) -> None:
    settings.SENDS_EMAIL = True
    ask = reverse("account_reset_password")
    known = client.post(ask, {"email": cast.teacher.email.upper()}, follow=True)
    unknown = client.post(ask, {"email": "nobody@school.example"}, follow=True)
    assert words(known) == words(unknown)
    assert send_links(at=timezone.now()) == 1
    assert not LinkAsked.objects.exists()
    message = Message.objects.get()
    assert message.recipient == cast.teacher
    link = re.search(r"/sign-in/link/\S+", message.text).group(0)
    choose(Client(), link)
    assert sign_in(Client(), cast.teacher, NEW).status_code == 302
    assert Message.objects.filter(kind="account.changed", recipient=cast.teacher).count() == 1


def test_a_leaver_is_sent_no_link(cast, client, settings) -> None:
    settings.SENDS_EMAIL = True
    User.objects.filter(pk=cast.teacher.pk).update(
        leaving_date=NOW.date().replace(year=2020, month=12)
    )
    client.post(reverse("account_reset_password"), {"email": cast.teacher.email})
    assert send_links(at=timezone.now()) == 0
    assert Message.objects.count() == 0


def test_changing_a_password_ends_other_sessions(cast, client) -> None:
    other = Client()
    sign_in(other, cast.teacher)
    sign_in(client, cast.teacher)
    page = reverse("account_change_password")
    wrong = client.post(page, {"oldpassword": "x", "password1": NEW, "password2": NEW})
    assert "This is not your current password" in words(wrong)
    done = client.post(page, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert done.url == reverse("people:account")
    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302
    assert "password.changed" in events()


# ---- The second step ------------------------------------------------------------------------


def set_up_app(client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert answer.status_code == 302
    return secret


def test_setting_up_an_app_and_signing_in_with_it(
    cast, client, django_capture_on_commit_callbacks
) -> None:
    sign_in(client, cast.dsl)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(client)
    assert "second_step.changed" in events()
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    User.objects.update(code_counter=0)  # a code works once
    again = Client()
    assert sign_in(again, cast.dsl).url == reverse("mfa_authenticate")
    assert again.get(reverse("people:account")).status_code == 302
    assert "The code must be 6 numbers" in words(
        again.post(reverse("mfa_authenticate"), {"code": "12"})
    )
    assert "wrong or too old" in words(again.post(reverse("mfa_authenticate"), {"code": "000000"}))
    code = code_for(secret)
    assert (
        again.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"}).status_code
        == 302
    )
    assert again.get(reverse("people:account")).status_code == 200


def test_the_picture_needs_no_address_of_data(cast, client) -> None:
    sign_in(client, cast.dsl)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert (
        '<svg class="app-qr__picture"' in page and "data:image" not in page and "<style" not in page
    )


def test_a_recovery_code_works_once(cast, client) -> None:
    sign_in(client, cast.dsl)
    set_up_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    for expected in (302, 200):
        again = Client()
        sign_in(again, cast.dsl)
        assert again.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


NEED = ("dsl", "deputy_dsl", "head", "ceo", "office", "admin", "safeguarding_lead")


@pytest.mark.parametrize("who", NEED)
def test_some_roles_go_no_further_without_a_second_step(cast, client, settings, who) -> None:
    settings.SECOND_STEP = "always"
    person = getattr(cast, who)
    sign_in(client, person)
    answer = client.get(reverse("people:account"))
    assert answer.status_code == 302 and answer.url.startswith(reverse("mfa_activate_totp"))
    TOTP.activate(person, "A" * 32)
    assert client.get(reverse("people:account")).status_code == 200


def test_others_are_not_asked_and_the_demonstration_asks_nobody(cast, client, settings) -> None:
    settings.SECOND_STEP = "always"
    sign_in(client, cast.teacher)
    assert client.get(reverse("people:account")).status_code == 200
    settings.SECOND_STEP = "never"
    client.force_login(cast.dsl)
    assert client.get(reverse("people:account")).status_code == 200


ARGUMENTS = {"people:confirm_sheet": uuid4(), "approvals:decision": "rq0001"}


def page_asking(permission: str):
    def view(request):
        raise AssertionError("not called here")

    view.permission = permission
    return view


def test_on_one_machine_it_is_asked_for_before_concerns(cast, client, settings, rf) -> None:
    settings.SECOND_STEP = "restricted"
    sign_in(client, cast.dsl)
    assert client.get(reverse("people:account")).status_code == 200
    request = rf.get("/concerns/")
    request.user, request.session, request._messages = (
        cast.dsl,
        client.session,
        CookieStorage(request),
    )
    gate = SecondStepMiddleware(lambda request: None)
    weigh = ("concern.list", "concern.read", "concern.handle", "concern.log")
    decide = ("appointment.confirm", "person.know", "line.confirm", "way_in.confirm")
    for permission in (*weigh, *decide):
        assert gate.process_view(request, page_asking(permission), (), {}).url.startswith(
            "/account/second-step/"
        )
    for page in ("people:confirm_sheet", "approvals:decision"):
        view = resolve(reverse(page, args=[ARGUMENTS[page]])).func
        assert gate.process_view(request, view, (), {}).status_code == 302, page
    for permission in ("concern.report", "channel.see"):
        assert gate.process_view(request, page_asking(permission), (), {}) is None
    request.user = cast.teacher
    assert gate.process_view(request, page_asking("concern.list"), (), {}) is None


def test_removing_the_app_asks_for_another(cast, client, settings) -> None:
    settings.SECOND_STEP = "always"
    sign_in(client, cast.dsl)
    set_up_app(client)
    assert client.get(reverse("people:account")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get(reverse("people:account")).url.startswith(reverse("mfa_activate_totp"))


def test_an_old_sign_in_is_proved_again(cast, client) -> None:
    sign_in(client, cast.dsl)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert "This is not your password" in words(client.post(answer.url, {"password": "x"}))
    assert client.post(answer.url, {"password": PASSWORD}).url == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
