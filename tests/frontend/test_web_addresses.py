"""A stored address is checked before it is kept and again before it becomes a link (fault R12)."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.template import Context, Template

from accounts_registry.models import Channel
from govuk.web_addresses import WebAddressField, is_web_address
from schools.actions import change_trust
from schools.models import School, Trust
from tests.architecture.sources import Source, templates
from tests.factories import NOW
from verify import publication

NEVER = (
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "javascript://facebook.com/%0aalert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "//elsewhere.example", "/people/", "https:", "https://", "http:///x", "https://a b.example",
    "ftp://x.example", "https://[x", "\x01https://x.example", "www.school.example",
)  # fmt: skip
ALWAYS = (
    "https://school.example",
    "http://school.example/a?b=c&d=%20#e",
    "https://école.example/é",
)
# What is no stored address: pages of our own.
OURS = re.compile(r"get_absolute_url|\bgap\.url")


@pytest.mark.parametrize("text", NEVER)
def test_what_leads_elsewhere_than_to_a_website_is_no_link(text) -> None:
    assert not is_web_address(text)
    drawn = Template("{% load portal %}<a {{ text|href }}>x</a>").render(Context({"text": text}))
    assert drawn == "<a >x</a>"


@pytest.mark.parametrize("text", ALWAYS)
def test_a_web_address_is_one(text) -> None:
    assert is_web_address(text)


def test_what_is_in_a_link_cannot_end_it() -> None:
    text = 'https://x.example/"onmouseover="alert(1)'
    drawn = Template("{% load portal %}<a {{ text|href }}>x</a>").render(Context({"text": text}))
    assert drawn == '<a href="https://x.example/&quot;onmouseover=&quot;alert(1)">x</a>'


def test_every_column_of_addresses_is_checked_whoever_writes_it() -> None:
    columns = [
        column
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.URLField) and not model.__module__.startswith("django.")
    ]
    assert len(columns) > 10
    assert [str(one) for one in columns if not isinstance(one, WebAddressField)] == []


def test_a_verb_cannot_keep_one(cast) -> None:
    with pytest.raises(ValidationError):
        change_trust(trust=cast.trust, exit_page_url=NEVER[0], by=cast.admin, at=NOW)
    assert Trust.objects.get(pk=cast.trust.pk).exit_page_url.startswith("https://")
    with pytest.raises(ValidationError):
        School.objects.bulk_create([School(trust=cast.trust, name="x", website_url=NEVER[0])])


def test_one_that_was_kept_before_is_shown_as_words(cast, client) -> None:
    School.objects.filter(pk=cast.school.pk).update(website_url="javascript:alert(1)")
    client.force_login(cast.office)
    text = client.get(f"/schools/{cast.school.slug}/").content.decode()
    assert "javascript:alert(1)" in text
    assert not re.search(r'href="\s*javascript:', text)
    line = publication._link(Channel(account_name="A", handle="a", url="javascript:alert(1)"))
    assert "href" not in str(line)


def unchecked(source: Source) -> list[str]:
    found = re.findall(
        r'href="\{\{[^}]*\burl\b[^}]*\}\}|href="\{\{[^}]*_url\b[^}]*\}\}', source.text
    )
    return [f"{source.place}: {one}" for one in found if not OURS.search(one)]


def test_no_page_draws_a_stored_address_without_the_check() -> None:
    assert [place for source in templates() for place in unchecked(source)] == []
    assert unchecked(Source("x.html", '<a href="{{ channel.url }}"><a href="{{ a.b_url }}">'))
