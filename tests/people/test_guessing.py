"""Guessing at an account: counted before it is tried, the same for an account that does not exist."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from statistics import median

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import signing
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from notifications.models import Message
from people import actions
from people.attempts import actions as attempts
from people.attempts.limits import LIMITS, TOLD_FROM, address_mark
from people.attempts.models import Attempt, LinkAsked
from people.models import User
from people.sign_in import known_browsers
from people.sign_in.links import password_link
from tests.cast import Cast
from tests.people.door import code_at

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
LIMIT = LIMITS["sign_in"].account.amount
NOBODY = "nobody@school.example"


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def sign_in(client: Client, email: str, password: str = PASSWORD, address: str = "127.0.0.1"):
    typed = {"login": email, "password": password}
    return client.post(reverse("account_login"), typed, REMOTE_ADDR=address)


def guess_from_everywhere(email: str, number: int) -> list[str]:
    return [words(sign_in(Client(), email, "wrong", f"10.0.0.{n}")) for n in range(number)]


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def locked(email: str) -> None:
    assert "Too many attempts" in guess_from_everywhere(email, TOLD_FROM + 1)[-1]


def test_at_most_20_an_hour_from_any_number_of_addresses(cast: Cast) -> None:
    guess_from_everywhere(cast.dsl.email, 60)
    assert Attempt.objects.filter(person=cast.dsl).count() == TOLD_FROM == 14
    assert "Too many attempts" in words(sign_in(Client(), cast.dsl.email))
    assert sign_in(Client(), cast.head.email).status_code == 302
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert sign_in(Client(), cast.dsl.email).status_code == 302


def test_a_sign_in_that_succeeds_is_no_guess_and_wipes_none(cast: Cast) -> None:
    guess_from_everywhere(cast.dsl.email, 5)
    for _ in range(30):
        assert sign_in(Client(), cast.dsl.email).status_code == 302
    assert Attempt.objects.count() == 5


def test_the_owner_gets_in_from_a_browser_known_before(cast: Cast) -> None:
    hers = Client()
    sign_in(hers, cast.dsl.email)
    hers.post(reverse("account_logout"))
    locked(cast.dsl.email)
    assert sign_in(hers, cast.dsl.email).status_code == 302 and is_signed_in(hers)


def test_a_known_browser_has_six_guesses_of_its_own_and_no_more(cast: Cast) -> None:
    hers = Client()
    sign_in(hers, cast.dsl.email)
    hers.post(reverse("account_logout"))
    locked(cast.dsl.email)
    for _ in range(10):
        sign_in(hers, cast.dsl.email, "wrong")
    assert Attempt.objects.filter(person=cast.dsl).count() == LIMIT == 20
    assert "Too many attempts" in words(sign_in(hers, cast.dsl.email))


def test_a_known_browser_is_known_to_one_account_and_opens_nothing(cast: Cast, settings) -> None:
    hers = Client()
    sign_in(hers, cast.head.email)
    hers.post(reverse("account_logout"))
    assert not is_signed_in(hers)
    locked(cast.dsl.email)
    assert "Too many attempts" in words(sign_in(hers, cast.dsl.email))
    forged = signing.dumps([f"{cast.dsl.pk.hex}.0"], salt="another", key="k" * 50)
    hers.cookies[settings.KNOWN_BROWSER_COOKIE] = forged
    assert "Too many attempts" in words(sign_in(hers, cast.dsl.email))


def test_its_owner_makes_every_browser_forgotten(cast: Cast) -> None:
    hers, other = Client(), Client()
    for client in (hers, other):
        sign_in(client, cast.dsl.email)
    other.post("/account/browsers/forget/")
    hers.post(reverse("account_logout"))
    locked(cast.dsl.email)
    assert "Too many attempts" in words(sign_in(hers, cast.dsl.email))


def test_colleagues_share_a_browser(cast: Cast) -> None:
    shared = Client()
    for person in (cast.head, cast.dsl):
        sign_in(shared, person.email)
        shared.post(reverse("account_logout"))
    locked(cast.head.email)
    assert sign_in(shared, cast.head.email).status_code == 302


def test_the_cookie_is_for_the_server_alone(cast: Cast, settings) -> None:
    client = Client()
    sign_in(client, cast.dsl.email)
    cookie = client.cookies[settings.KNOWN_BROWSER_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert known_browsers.MOST == 8


def test_the_link_lets_the_owner_in_at_once_with_the_second_step(cast: Cast, settings) -> None:
    settings.SENDS_EMAIL = True
    TOTP.activate(cast.dsl, SECRET)
    locked(cast.dsl.email)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": cast.dsl.email})
    attempts.send_links(at=timezone.now())
    link = re.search(r"/sign-in/link/\S+", Message.objects.get(kind="account.password_asked").text)[
        0
    ]
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": "purple kettle seven", "password2": "purple kettle seven"})
    assert sign_in(client, cast.dsl.email, "purple kettle seven").url == "/sign-in/code/"
    assert not is_signed_in(client)
    client.post("/sign-in/code/", {"code": code_at(SECRET)})
    assert is_signed_in(client)


def test_codes_and_passwords_count_together(cast: Cast) -> None:
    TOTP.activate(cast.dsl, SECRET)
    guess_from_everywhere(cast.dsl.email, 7)
    client = Client()
    sign_in(client, cast.dsl.email)
    for _ in range(7):
        client.post("/sign-in/code/", {"code": "000000"})
    answer = client.post("/sign-in/code/", {"code": code_at(SECRET)})
    assert "Too many attempts" in words(answer)
    assert "Too many attempts" in words(sign_in(Client(), cast.dsl.email))


def test_a_stolen_session_cannot_guess_the_password_either(cast: Cast, client: Client) -> None:
    sign_in(client, cast.dsl.email)
    for number in range(30):
        if number % 2:
            client.post("/sign-in/again/", {"password": f"wrong {number}"})
        else:
            client.post(
                "/account/password/", {"oldpassword": "x", "password1": "y", "password2": "y"}
            )
    assert Attempt.objects.count() == LIMIT
    assert "Too many attempts" in words(client.post("/sign-in/again/", {"password": PASSWORD}))


def test_somebody_guessing_at_school_shuts_out_nobody_else_there(cast: Cast) -> None:
    for number in range(60):
        sign_in(Client(), f"guess{number}@school.example", "wrong")
    assert "Too many attempts" in words(sign_in(Client(), cast.head.email))
    assert sign_in(Client(), cast.head.email, address="10.1.1.1").status_code == 302
    Attempt.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert sign_in(Client(), cast.head.email).status_code == 302


def flood(number: int) -> None:
    for n in range(number):
        attempts.begin(
            kind="sign_in", account=f"{n}", address=HERE, is_known=False, at=timezone.now()
        )


HERE = address_mark(RequestFactory().get("/"))


def test_a_script_in_the_school_s_network_does_not_shut_out_a_known_browser(cast: Cast) -> None:
    hers = Client()
    sign_in(hers, cast.dsl.email)
    hers.post(reverse("account_logout"))
    flood(200)
    assert Attempt.objects.count() == 60
    assert "Too many attempts" in words(sign_in(Client(), cast.dsl.email))
    assert sign_in(hers, cast.dsl.email).status_code == 302 and is_signed_in(hers)


def test_nor_whoever_has_just_chosen_a_password_by_a_link(cast: Cast) -> None:
    flood(200)
    client = Client()
    address = client.get(password_link(cast.dsl), follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": "purple kettle seven", "password2": "purple kettle seven"})
    assert sign_in(client, cast.dsl.email, "purple kettle seven").status_code == 302
    assert is_signed_in(client)


def test_without_e_mail_nobody_is_sent_to_the_office_for_what_it_cannot_do(cast: Cast) -> None:
    """Where the way in takes two, the office alone makes no link; everybody reads the same."""
    who = "your school office or portal administrator proposes it, and a head"
    for email in (cast.dsl.email, cast.teacher.email, NOBODY):
        said = guess_from_everywhere(email, TOLD_FROM + 1)
        for text in (said[0], said[-1]):
            assert who in text and "two people and 48 hours" in text
        assert "a browser you have signed in with before, or try again in an hour" in said[-1]
    page = words(Client().get("/sign-in/help/"))
    assert who in page and "Or wait an hour. A new link is no quicker" in page
    attempts.tell_of_guessing(at=timezone.now())
    letters = {row.recipient: row.text for row in Message.objects.filter(kind="account.guessed")}
    assert "takes two people" in letters[cast.dsl]
    assert "ask your school office for a new link" in letters[cast.teacher]


def test_with_e_mail_the_way_on_is_the_link(cast: Cast, settings) -> None:
    settings.SENDS_EMAIL = True
    said = guess_from_everywhere(cast.dsl.email, TOLD_FROM + 1)
    assert "Check them or ask for an email link" in said[0] and "use an email link" in said[-1]
    assert "two people" not in said[0] + said[-1]
    assert "A new link is no quicker" not in words(Client().get("/sign-in/help/"))


def test_known_browsers_have_an_end_too(cast: Cast) -> None:
    flood(60)
    marks = {"kind": "sign_in", "address": HERE, "is_known": True, "at": timezone.now()}
    counted = [attempts.begin(account=f"k{number}", **marks) for number in range(50)]
    assert sum(one is not None for one in counted) == 40


def test_its_owner_is_told_once_however_long_it_goes_on(cast: Cast, settings) -> None:
    settings.SENDS_EMAIL = True
    now = timezone.now()
    guess_from_everywhere(cast.dsl.email, TOLD_FROM - 1)
    assert attempts.tell_of_guessing(at=now) == 0
    guess_from_everywhere(cast.dsl.email, 20)
    guess_from_everywhere(NOBODY, 20)
    for minutes in range(0, 40, 5):
        attempts.tell_of_guessing(at=now + timedelta(minutes=minutes))
    for hours in (20, 40, 60):  # it goes on
        Attempt.objects.update(at=now + timedelta(hours=hours))
        attempts.tell_of_guessing(at=now + timedelta(hours=hours))
    message = Message.objects.get(kind="account.guessed")
    assert message.recipient == cast.dsl and "14 wrong passwords" in message.text
    assert Entry.objects.filter(event="session.guessed").count() == 1
    Attempt.objects.update(at=now + timedelta(hours=90))  # after more than a day of peace
    assert attempts.tell_of_guessing(at=now + timedelta(hours=90)) == 1


def test_what_was_counted_is_forgotten_after_a_day_and_holds_no_address(cast: Cast) -> None:
    guess_from_everywhere(NOBODY, 3)
    assert NOBODY not in str(list(Attempt.objects.values())) and "10.0.0" not in str(
        list(Attempt.objects.values())
    )
    attempts.tell_of_guessing(at=timezone.now() + timedelta(hours=25))
    assert not Attempt.objects.exists()


def test_what_cannot_be_counted_is_not_tried(cast: Cast, monkeypatch) -> None:
    def locked_up(**_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(attempts, "begin", locked_up)
    client = Client()
    answer = sign_in(client, cast.dsl.email)
    assert answer.status_code == 200 and "not possible for a moment" in words(answer)
    assert not is_signed_in(client)


# ---- Nobody learns who has an account ------------------------------------------------------


def test_a_locked_account_and_one_that_does_not_exist_say_the_same(cast: Cast) -> None:
    known, unknown = (guess_from_everywhere(one, 20) for one in (cast.dsl.email, NOBODY))
    assert known == [text.replace(NOBODY, cast.dsl.email) for text in unknown]


def shape(sql: str) -> str:
    return re.sub(r"'[^']*'|\d+|s\d+_x\d+", "?", sql)[:60]


def test_asking_for_a_link_does_the_same_work_for_everybody(cast: Cast, settings) -> None:
    settings.SENDS_EMAIL = True
    client, page = Client(), reverse("account_reset_password")
    client.get(page)
    asked = []
    for email in (cast.dsl.email, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            client.post(page, {"email": email})
        asked.append([shape(query["sql"]) for query in queries])
    assert asked[0] == asked[1]
    assert LinkAsked.objects.count() == 2 and not Message.objects.exists()


def test_a_mailbox_cannot_be_filled(cast: Cast, settings) -> None:
    settings.SENDS_EMAIL = True
    at = timezone.now().replace(minute=0, second=0)
    for second in range(60):
        attempts.ask_for_link(email=cast.dsl.email, at=at)
        attempts.send_links(at=at + timedelta(seconds=second))
    assert Message.objects.filter(kind="account.password_asked").count() == 1


def test_how_long_it_takes_tells_nothing(cast: Cast) -> None:
    """In small; bin/long signin measures 500 of each on real processes."""
    took: dict[str, list[float]] = {cast.teacher.email: [], NOBODY: []}
    client, page = Client(), reverse("account_reset_password")
    for _ in range(12):
        for email, times in took.items():
            began = time.perf_counter()
            client.post(page, {"email": email})
            times.append(time.perf_counter() - began)
    known, unknown = (median(times) for times in took.values())
    assert abs(known - unknown) < 0.01 + 0.3 * max(known, unknown)


# ---- Session ids ---------------------------------------------------------------------------


def test_a_new_session_id_at_every_sign_in(cast: Cast, client: Client) -> None:
    ids = set()
    client.get("/sign-in/")
    for _ in range(3):  # the same person again, without signing out
        assert client.post("/sign-in/", {"login": cast.teacher.email, "password": PASSWORD}).url
        ids.add(client.session.session_key)
        client.post("/sign-in/again/", {"password": PASSWORD})
        ids.add(client.session.session_key)
    assert len(ids) >= 4


def test_the_demonstration_too(cast: Cast, client: Client, settings) -> None:
    settings.IS_DEMO = True
    ids = []
    for _ in range(3):
        client.post("/demo/sign-in/", {"email": cast.teacher.email})
        ids.append(client.session.session_key)
    assert len(set(ids)) == 3


def test_signing_out_clears_what_the_browser_kept(cast: Cast, client: Client) -> None:
    sign_in(client, cast.teacher.email)
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


# ---- Codes ---------------------------------------------------------------------------------


@pytest.fixture
def at_the_code(cast: Cast) -> Client:
    TOTP.activate(cast.dsl, SECRET)
    client = Client()
    sign_in(client, cast.dsl.email)
    return client


@pytest.mark.parametrize(
    ("windows", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_one_window_either_side(at_the_code: Client, windows: int, works: bool) -> None:
    began = int(time.time()) // 30
    at_the_code.post("/sign-in/code/", {"code": code_at(SECRET, windows)})
    if int(time.time()) // 30 == began:  # else the window passed meanwhile
        assert is_signed_in(at_the_code) is works


def test_a_used_code_is_refused_everywhere(cast: Cast, at_the_code: Client) -> None:
    code = code_at(SECRET, 1)
    at_the_code.post("/sign-in/code/", {"code": code})
    assert is_signed_in(at_the_code)
    again = Client()
    sign_in(again, cast.dsl.email)
    for older in ("000000", code_at(SECRET), code_at(SECRET, -1)):
        assert "wrong or too old" in words(again.post("/sign-in/code/", {"code": older}))
    said = "This code has been used already. Wait for the next one"
    assert said in words(again.post("/sign-in/code/", {"code": code}))
    assert said in words(at_the_code.post("/sign-in/again/code/", {"code": code}))
    assert Attempt.objects.filter(person=cast.dsl).count() == 5  # each is a guess as ever
    assert Entry.objects.filter(event="session.failed").count() == 5
    assert not is_signed_in(again)


def test_the_code_that_set_the_app_up_does_not_also_sign_in(cast: Cast) -> None:
    TOTP.activate(cast.dsl, SECRET)
    actions.use_code(person=cast.dsl, counter=int(time.time()) // 30)
    client = Client()
    sign_in(client, cast.dsl.email)
    answer = client.post("/sign-in/code/", {"code": code_at(SECRET)})
    assert "has been used already" in words(answer) and not is_signed_in(client)


def test_a_code_for_a_fresh_proof_is_used_up_too(cast: Cast, at_the_code: Client) -> None:
    at_the_code.post("/sign-in/code/", {"code": code_at(SECRET, -1)})
    code = code_at(SECRET, 1)
    before = at_the_code.session.session_key
    assert at_the_code.post("/sign-in/again/code/", {"code": code}).status_code == 302
    assert at_the_code.session.session_key != before
    again = Client()
    sign_in(again, cast.dsl.email)
    assert "used already" in words(again.post("/sign-in/code/", {"code": code}))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_both_use_a_code_nor_count_past_the_limit(cast: Cast) -> None:
    now = timezone.now()

    def once(number: int) -> tuple[bool, bool]:
        try:
            used = actions.use_code(person=cast.dsl, counter=77)
            marks = {"account": "a" * 32, "address": f"{number}"}
            return used, attempts.begin(kind="sign_in", **marks, at=now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(once, range(32)))
    assert sum(used for used, _ in found) == 1
    assert sum(counted for _, counted in found) == TOLD_FROM


def test_nobody_is_a_known_person(rf) -> None:
    assert known_browsers.knows(rf.get("/"), None) is False
    assert User.objects.count() == 0


def test_every_kind_of_attempt_fits_its_column() -> None:
    """SQLite keeps what is too long; PostgreSQL answers with an error page."""
    from people.attempts.limits import LIMITS
    from people.attempts.models import Attempt

    longest = Attempt._meta.get_field("kind").max_length
    assert [kind for kind in LIMITS if len(kind) > longest] == []
