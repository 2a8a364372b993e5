"""A request for an account that looks like another goes on once somebody has looked: a warning, no bar."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import Request
from tests.accounts_registry.world import official
from tests.approvals.stage import answers, draft


def platform_page(client, request: Request, given: dict) -> str:
    place = reverse("approvals:task", args=[request.reference.lower(), "platform"])
    return client.post(place, given, follow=True).content.decode()


def test_a_name_like_another_is_said_once_and_then_kept(cast, client):
    request, platform = draft(cast), answers(cast)["platform"]
    official(cast, platform["platform"].code, "@AshdownSports", school=cast.school)
    client.force_login(cast.teacher)
    given = {
        **platform,
        "platform": str(platform["platform"].pk),
        "account_name": "@Ashd0wnSports",
        "go": "continue",
    }
    page = platform_page(client, request, given)
    assert "This name looks like @AshdownSports" in page and 'value="@Ashd0wnSports"' in page
    request.refresh_from_db()
    assert request.account_name != "@Ashd0wnSports"
    mark = page.split('name="looked"')[1].split('value="')[1].split('"')[0]
    assert "This name looks like" not in platform_page(client, request, {**given, "looked": mark})
    request.refresh_from_db()
    assert request.account_name == "@Ashd0wnSports"


def test_finishing_later_keeps_what_was_typed(cast, client):
    request, platform = draft(cast), answers(cast)["platform"]
    official(cast, platform["platform"].code, "@AshdownSports", school=cast.school)
    client.force_login(cast.teacher)
    given = {
        **platform,
        "platform": str(platform["platform"].pk),
        "account_name": "@Ashd0wnSports",
        "go": "later",
    }
    assert "You can finish" in platform_page(client, request, given)
    request.refresh_from_db()
    assert request.account_name == "@Ashd0wnSports"
