"""The frame of every page: what it shows to whom, and what it costs."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.messages import constants
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from access.check import Denied, Held, Hidden
from access.roles import ROLES
from portal import middleware, navigation
from portal.frame import Frame
from workflow.moves import WrongState


def held(*roles: str) -> list[Held]:
    school = uuid4()
    return [
        Held(role=role, trust_id=uuid4(), school_ids=frozenset([school]), is_trust_wide=False)
        for role in ("STAFF", *roles)
    ]


def texts(*roles: str) -> list[str]:
    return [link.text for link in navigation.main_links(held(*roles), "/")[0]]


@pytest.fixture
def everything_exists(monkeypatch):
    monkeypatch.setattr(navigation, "address", lambda name: f"/{name.replace(':', '/')}/")


@pytest.mark.parametrize("role", [role.code for role in ROLES if not role.is_relation])
def test_nobody_has_more_than_six_links_and_home_is_first(role, everything_exists):
    links = texts(role)
    assert len(links) <= 6
    assert links[0] == "Home"


def test_each_role_sees_what_it_works_with(everything_exists):
    assert texts() == ["Home", "Channels", "Requests", "Cover", "Policies"]
    assert texts("DSL")[:2] == ["Home", "Concerns"]
    assert "Concerns" not in texts("ADMIN")
    assert {"People", "Requests", "Channels"} <= set(texts("HEAD"))
    assert {"People", "Settings", "Schools"} <= set(texts("TADMIN"))


def test_what_finds_no_room_stands_in_the_footer(everything_exists):
    first, rest = navigation.main_links(held("HEAD"), "/")
    named = [link.text for link in first + rest]
    assert "Settings" in named
    assert len(named) == len(set(named))


def test_a_page_that_does_not_exist_is_not_linked_to(monkeypatch):
    monkeypatch.setattr(navigation, "address", lambda name: "/" if name == "home" else "")
    assert texts("TADMIN") == ["Home"]


def test_the_current_section_is_marked_and_no_other(everything_exists):
    links = navigation.main_links(held("HEAD"), "/people/list/new/")[0]
    assert [link.text for link in links if link.is_current] == ["People"]


def test_a_badge_stands_only_where_something_waits(everything_exists):
    badges = {"requests": (2, "waiting for you"), "concerns": (0, "not seen yet")}
    links = {link.text: link.badge for link in navigation.main_links(held("HEAD"), "/", badges)[0]}
    assert links["Requests"] == 2
    assert links["Concerns"] == 0


@pytest.mark.django_db
def test_the_frame_asks_at_most_five_questions(cast, client, django_assert_max_num_queries):
    for person in cast.everybody():
        client.force_login(person)
        with django_assert_max_num_queries(5):
            page = client.get(reverse("pages:privacy"))
        assert page.status_code == 200


@pytest.mark.django_db
def test_the_trust_comes_first_and_its_colour_from_a_stylesheet_of_ours(cast, client):
    client.force_login(cast.head)
    page = client.get(reverse("pages:privacy")).content.decode()
    trust = cast.head.trust
    assert page.index(trust.name) < page.index("Official Channels</a>")
    trust.colour = "#FFF1A8"
    trust.save()
    css = client.get(Frame(request_of(cast.head)).brand_css)
    assert css["Content-Type"] == "text/css"
    assert "--trust-colour:#FFF1A8" in css.content.decode()
    assert "--trust-edge:#14171F" in css.content.decode(), "too light to be seen on white"
    assert "immutable" in css["Cache-Control"]


@pytest.mark.django_db
def test_a_colour_can_carry_nothing_but_a_colour(cast, client):
    trust = cast.head.trust
    trust.colour = "red}*{"
    trust.save()
    css = client.get(Frame(request_of(cast.head)).brand_css).content.decode()
    assert "red" not in css


@pytest.mark.django_db
def test_only_people_at_several_schools_can_change_school(cast, client):
    client.force_login(cast.teacher)
    assert "Change school" not in client.get(reverse("pages:privacy")).content.decode()
    client.force_login(cast.officer)
    assert "All schools of" in client.get(reverse("pages:privacy")).content.decode()


@pytest.mark.django_db
def test_choosing_a_school_shows_its_name_and_grants_nothing(cast, client):
    client.force_login(cast.officer)
    school = Frame(request_of(cast.officer)).schools[0]
    answer = client.post(reverse("pages:choose_school"), {"school": school.pk, "next": "/privacy/"})
    assert answer["Location"] == "/privacy/"
    page = client.get("/privacy/").content.decode()
    assert school.name in page
    elsewhere = cast.outsider.roles_on(Frame(request_of(cast.outsider)).today)
    other = next(iter(next(iter(elsewhere)).school_ids))
    client.post(reverse("pages:choose_school"), {"school": other})
    assert "All schools of" in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_going_back_after_choosing_never_leads_to_another_site(cast, client):
    client.force_login(cast.officer)
    for elsewhere in ("//elsewhere.example/", "\\\\elsewhere.example", "javascript:alert(1)"):
        answer = client.post(reverse("pages:choose_school"), {"next": elsewhere})
        assert answer["Location"] == "/"


@pytest.mark.django_db
def test_signed_in_pages_are_kept_by_nobody(cast, client):
    assert "no-store" not in client.get("/cookies/").get("Cache-Control", "")
    client.force_login(cast.head)
    answer = client.get("/cookies/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.django_db
def test_refusals_say_what_they_are(cast):
    refuse = middleware.RefusalMiddleware(lambda request: None).process_exception
    request = request_of(cast.head)
    assert refuse(request, Hidden()).status_code == 404
    denied = refuse(request, Denied("You cannot decide your own request. We have asked Sam Hill."))
    assert denied.status_code == 403
    assert b"You cannot decide your own request. We have asked Sam Hill." in denied.content
    assert refuse(request, ValueError()) is None


def test_a_stale_tab_is_a_sentence_and_a_way_back(rf):
    request = rf.post("/requests/rq0231/decision/")
    kept: list[tuple[int, str]] = []
    request._messages = SimpleNamespace(add=lambda level, text, extra: kept.append((level, text)))
    record = SimpleNamespace(get_absolute_url=lambda: "/requests/rq0231/")
    refuse = middleware.RefusalMiddleware(lambda request: None).process_exception
    answer = refuse(request, WrongState("Ravi Shah sent this back for changes.", record))
    assert (answer.status_code, answer["Location"]) == (302, "/requests/rq0231/")
    assert kept == [(constants.WARNING, "Ravi Shah sent this back for changes.")]
    assert refuse(request, WrongState("It has moved on."))["Location"] == "/"


@pytest.mark.django_db
def test_a_form_from_an_ended_session_is_told_so(cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("pages:choose_school"), {})
    assert answer.status_code == 403
    assert b"Your session ended" in answer.content
    assert b"You were signed out" in answer.content


@pytest.mark.django_db
def test_coming_back_to_where_only_a_button_leads_is_explained(cast, client):
    client.force_login(cast.head)
    answer = client.get(reverse("pages:choose_school"))
    assert answer.status_code == 405
    assert b"what you sent was not taken" in answer.content


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_frame(cast, client):
    client.force_login(cast.head)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert b"Page not found" in answer.content
    assert cast.head.trust.name.encode() in answer.content


@pytest.mark.django_db
def test_who_was_told_is_said_once_and_offers_to_be_them_only_in_the_demo(cast, client, settings):
    from django.utils import timezone

    from notifications.post import tell
    from notifications.receipts import SESSION_KEY

    message = tell(
        cast.comms,
        kind="x",
        key="x",
        subject="Decide by Friday",
        template="approvals/emails/for_information",
        context={},
        link="/",
        at=timezone.now(),
    )
    client.force_login(cast.head)
    for is_demo, offers in ((False, 0), (True, 1)):
        settings.IS_DEMO = is_demo
        session = client.session
        session[SESSION_KEY] = [str(message.pk)]
        session.save()
        first = client.get("/privacy/").content.decode()
        assert first.count("Who was told") == 1
        assert first.count(f"Continue as {cast.comms.full_name}") == offers
        assert "Who was told" not in client.get("/privacy/").content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_bad_moments_need_neither_session_nor_database(name):
    assert "<h1" in render_to_string(name)


def test_a_failed_form_begins_the_title(rf):
    from django import forms

    class Named(forms.Form):
        name = forms.CharField()

    page = Template('{% extends "base.html" %}{% block title %}Name – Ashdown{% endblock %}')
    for form, prefix in ((Named({}), "Error: "), (Named({"name": "x"}), ""), (Named(), "")):
        html = page.render(Context({"form": form, "request": rf.get("/")}))
        assert f"<title>{prefix}Name – Ashdown – Official Channels</title>" in html


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    request.session = {}
    return request
