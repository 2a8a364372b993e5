"""Everybody in the demo, from Home down every link: no dead end, no error, a title and one heading on each page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from demo.people import EMAILS
from demo.story.tell import tell
from people.models import User
from reminders.jobs import jobs_for
from tests.journeys.site import walk

pytestmark = pytest.mark.django_db
H1 = re.compile(r"<h1\b")
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo trust, loaded once for all the walks and taken back after them."""
    from django.db import transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            now = timezone.now()
            yield tell(timezone.localdate(now), now)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.mark.parametrize("email", sorted(EMAILS))
def test_every_link_leads_somewhere(demo, email: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email=email))
    lost = []
    for path, response in walk(client):
        if response.status_code not in (200, 302, 301):
            lost.append(f"{path} answers {response.status_code}")
        elif response.status_code == 200 and response.headers["Content-Type"].startswith(
            "text/html"
        ):
            text = response.content.decode()
            title = TITLE.search(text)
            if len(H1.findall(text)) != 1:
                lost.append(f"{path} has {len(H1.findall(text))} h1")
            if not title or "Official Channels" not in title.group(1):
                lost.append(f"{path} has no title")
    assert lost == []


@pytest.mark.parametrize("email", sorted(EMAILS - {"olga.stone@southmere.example"}))
def test_everybody_has_between_one_and_five_jobs(demo, email: str) -> None:
    on = timezone.localdate()
    person = User.objects.get(email=email)
    pressing = [job for job in jobs_for(person, on) if job.due_on <= on + timedelta(days=7)]
    assert len(jobs_for(person, on)) >= 1, f"{person} has nothing to do"
    assert len(pressing) <= 5, (
        f"{person} has {len(pressing)} jobs: {[job.text for job in pressing]}"
    )


def test_no_two_jobs_of_a_person_read_alike(demo) -> None:
    on = timezone.localdate()
    for person in User.objects.filter(email__in=EMAILS):
        texts = [(job.text, job.why) for job in jobs_for(person, on)]
        assert len(texts) == len(set(texts)), f"{person}: {texts}"


@override_settings(IS_DEMO=True)
def test_the_demo_page_offers_five_things_and_everybody(demo) -> None:
    client = Client()
    assert client.get("/").headers["Location"] == "/demo/"
    page = client.get("/demo/").content.decode()
    assert page.count('name="start"') == 5
    for email in EMAILS:
        assert f'value="{email}"' in page


@override_settings(IS_DEMO=True)
@pytest.mark.parametrize("start", ["decide", "report", "register", "ask", "away"])
def test_each_thing_begins_on_its_page(demo, start: str) -> None:
    from demo.people import THINGS

    thing = next(one for one in THINGS if one.start == start)
    client = Client()
    answer = client.post("/demo/sign-in/", {"email": thing.email, "start": start}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] != "/"
