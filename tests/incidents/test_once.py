"""One draft makes one concern, however often it is sent (fault R8)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from access.check import Denied
from incidents import actions
from incidents.models import Draft, Incident
from incidents.routing import plan
from notifications.models import Message
from tests.at_once import at_once
from tests.cast import cast  # noqa: F401  the same people, in a database that threads share
from tests.incidents.world import NOW, TODAY, answers


def shown(cast, given):  # noqa: F811
    route = plan.route_for(given, school=cast.school, reporter=cast.teacher, on=TODAY)
    return plan.digest(route, given)


def drafted(cast):  # noqa: F811
    given = answers(cast.school)
    return actions.save_draft(by=cast.teacher, answers=given, at=NOW), given


@pytest.mark.django_db(transaction=True)
def test_four_presses_at_once_make_one_concern(transactional_db, cast):  # noqa: F811
    draft, given = drafted(cast)
    digest = shown(cast, given)
    made = at_once(
        lambda: actions.send_draft(by=cast.teacher, draft_id=draft.pk, shown=digest, at=NOW).pk,
        times=4,
    )
    assert Incident.objects.count() == 1
    assert made == [Incident.objects.get().pk] * 4
    assert Message.objects.filter(kind="concern", recipient=cast.dsl).count() == 1


@pytest.mark.django_db
def test_a_later_press_answers_with_the_same_concern(cast):  # noqa: F811
    draft, given = drafted(cast)
    digest = shown(cast, given)
    first = actions.send_draft(by=cast.teacher, draft_id=draft.pk, shown=digest, at=NOW)
    again = actions.send_draft(by=cast.teacher, draft_id=draft.pk, shown="", at=NOW)
    assert first.pk == again.pk and Incident.objects.count() == 1


@pytest.mark.django_db
def test_a_new_draft_makes_a_concern_of_its_own(cast):  # noqa: F811
    for _ in range(2):
        draft, given = drafted(cast)
        actions.send_draft(by=cast.teacher, draft_id=draft.pk, shown=shown(cast, given), at=NOW)
    assert Incident.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("digest", ["", "none", "0" * 64])
def test_who_will_see_it_cannot_be_skipped(cast, digest):  # noqa: F811
    draft, _ = drafted(cast)
    with pytest.raises(actions.RouteChanged):
        actions.send_draft(by=cast.teacher, draft_id=draft.pk, shown=digest, at=NOW)
    assert not Incident.objects.exists() and Draft.objects.exists()


@pytest.mark.django_db
def test_what_is_sent_is_what_was_shown(cast):  # noqa: F811
    """An answer changed in another tab is read once more before it goes."""
    draft, given = drafted(cast)
    digest = shown(cast, given)
    actions.save_draft(by=cast.teacher, answers=given.but(what="Something else"), at=NOW)
    with pytest.raises(actions.RouteChanged):
        actions.send_draft(by=cast.teacher, draft_id=draft.pk, shown=digest, at=NOW)


@pytest.mark.django_db
def test_nobody_sends_the_draft_of_somebody_else(cast):  # noqa: F811
    draft, given = drafted(cast)
    with pytest.raises(Denied):
        actions.send_draft(by=cast.colleague, draft_id=draft.pk, shown=shown(cast, given), at=NOW)
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_a_concern_told_in_the_corridor_is_written_down_once(cast):  # noqa: F811
    form = uuid4()
    made = [
        actions.log_told(
            by=cast.head,
            school=cast.school,
            answers=answers(cast.school),
            told_by=cast.teacher,
            how_received="in-person",
            made_from=form,
            at=NOW,
        )
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk and Incident.objects.count() == 1


@pytest.mark.django_db
def test_a_visitor_who_presses_twice_makes_one_concern(cast):  # noqa: F811
    from people.system import system_user

    page = uuid4()
    for _ in range(2):
        actions.report_fake(
            school=cast.school,
            account="@somebody",
            worry="child",
            by=system_user(),
            made_from=page,
            at=NOW,
        )
    assert Incident.objects.count() == 1


@pytest.mark.django_db
def test_the_page_sends_once_and_shows_the_receipt_twice(client, cast):  # noqa: F811
    client.force_login(cast.teacher)
    _, given = drafted(cast)
    page = client.get(reverse("report:check"))
    pressed = {"draft": page.context["draft"], "shown": page.context["shown"]}
    for _ in range(2):
        answer = client.post(reverse("report:check"), pressed)
        assert answer.status_code == 302 and answer.url == reverse("report:sent")
    assert Incident.objects.count() == 1


@pytest.mark.django_db
def test_a_blank_look_at_the_names_is_shown_again(client, cast):  # noqa: F811
    client.force_login(cast.teacher)
    draft, _ = drafted(cast)
    answer = client.post(reverse("report:check"), {"draft": draft.pk, "shown": ""})
    assert answer.status_code == 200
    assert b"nothing was sent yet" in answer.content
    assert not Incident.objects.exists()
