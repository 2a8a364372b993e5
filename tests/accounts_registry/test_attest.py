"""The register of a year: confirmed by the office, signed by the headteacher, compared with notice and website."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.models import Attestation, Channel
from accounts_registry.reviews import statements
from accounts_registry.reviews.actions import attesting
from audit.models import Entry
from notifications.models import Message, Notice
from tests.cast import Cast
from tests.factories import give_role
from tests.reminders.builders import make_channel
from workflow.moves import WrongState

SEPTEMBER = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return make_channel(cast.school, cast.colleague, registered_on=date(2026, 3, 1))


def confirm(cast: Cast, by: Any = None, at: Any = SEPTEMBER, **changes: Any) -> Attestation:
    answers: dict[str, Any] = {
        "everything_right": True,
        "corrections": {},
        "notice_compared": True,
        "website_compared": True,
    }
    return attesting.confirm_register(
        school=cast.school, by=by or cast.office, at=at, **{**answers, **changes}
    )


def sign(cast: Cast, by: Any = None, **changes: Any) -> Attestation:
    answers: dict[str, Any] = {"everything_right": True, "corrections": {}}
    return attesting.attest_register(
        school=cast.school, by=by or cast.head, at=SEPTEMBER, **{**answers, **changes}
    )


def test_the_office_confirms_and_the_head_signs(channel: Channel, cast: Cast) -> None:
    office = confirm(cast)
    assert (office.year, office.due_on, office.part) == (2026, date(2026, 9, 30), "office")
    (row,) = office.rows
    assert row["reference"] == channel.reference
    assert "not linked from the website" in row["problems"]
    (told,) = Message.objects.all()
    assert told.recipient == cast.head
    head = sign(cast)
    assert (head.part, head.by) == ("head", cast.head)
    assert statements.standing(cast.school, on=date(2026, 9, 22)).waits_for == ""
    assert not Notice.objects.unread().filter(needs_action=True).exists()
    assert list(
        Entry.objects.filter(event__startswith="register.").values_list("event", flat=True)
    ) == ["register.confirmed", "register.signed"]


def test_a_second_press_does_nothing(channel: Channel, cast: Cast) -> None:
    assert confirm(cast) == confirm(cast)
    assert sign(cast) == sign(cast)
    assert Attestation.objects.count() == 2


def test_the_head_comes_second_and_is_another_person(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState, match="office confirms the register first"):
        sign(cast)
    give_role(cast.head, "ADMIN", trust=cast.trust, school=cast.school)
    confirm(cast, by=cast.head)
    with pytest.raises(Denied, match="somebody else has to sign"):
        sign(cast)


def test_corrections_are_kept_with_their_rows(channel: Channel, cast: Cast) -> None:
    made = confirm(
        cast,
        everything_right=False,
        corrections={channel.reference: "The link is dead"},
        missing="@AshdownChoir on Instagram",
    )
    assert made.rows[0]["correction"] == "The link is dead"
    assert made.missing == "@AshdownChoir on Instagram"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"notice_compared": False}, "compared"),
        ({"website_compared": False}, "compared"),
        ({"everything_right": False}, "everything_right"),
        ({"missing": "One more"}, "everything_right"),
    ],
)
def test_both_lists_are_compared_and_answers_agree(
    channel: Channel, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        confirm(cast, **changes)
    assert set(refused.value.message_dict) == {field}


def test_strangers_are_refused(channel: Channel, cast: Cast) -> None:
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.comms, Denied),
        (cast.head, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            confirm(cast, by=person)
    confirm(cast)
    for person, refusal in (
        (cast.office, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            sign(cast, by=person)


def test_what_came_later_is_confirmed_the_year_after(cast: Cast) -> None:
    make_channel(cast.school, registered_on=date(2026, 10, 1))
    standing = statements.standing(cast.school, on=date(2026, 11, 20))
    assert (standing.period, standing.next_on) == (None, date(2027, 9, 1))
    with pytest.raises(WrongState, match="nothing to confirm"):
        confirm(cast, at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert statements.standing(cast.school, on=date(2027, 9, 1)).period is not None


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 2, 1), 2026)],
)
def test_the_period_is_the_last_that_began(on: date, year: int) -> None:
    found = statements.period(9, on)
    assert (found.year, found.due_on) == (year, date(year, 9, 30))


@pytest.mark.clause("Q-App1-1")
def test_in_the_browser(channel: Channel, cast: Cast, client: Client) -> None:
    page = f"/channels/attestation/{cast.school.slug}/"
    client.force_login(cast.office)
    assert client.get("/channels/attestation/").url == page
    shown = client.get(page).content.decode()
    assert channel.account_name in shown
    empty = client.post(page, {"missing": "One more"}).content.decode()
    assert empty.count("Select whether everything is right") == 2
    assert "One more" in empty
    answers = {"everything_right": "yes", "compared": ["notice"]}
    half = client.post(page, answers).content.decode()
    assert half.count("Select both statements") == 2
    answers["compared"] = ["notice", "website"]
    assert client.post(page, answers).status_code == 302
    assert "Confirm the register</button>" not in client.get(page).content.decode()
    client.force_login(cast.head)
    assert "Your signature" in client.get(page).content.decode()
    assert client.post(page, {"everything_right": "yes"}).status_code == 302
    client.force_login(cast.ceo)
    assert "signed by the headteacher" in client.get(page).content.decode()
    assert client.get("/channels/attestation/").status_code == 200
    assert client.post(page, answers).status_code == 403
    client.force_login(cast.teacher)
    assert client.get(page).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(page).status_code == 404


def test_a_row_that_was_not_on_the_page_is_not_signed(
    channel: Channel, cast: Cast, client: Client
) -> None:
    page = f"/channels/attestation/{cast.school.slug}/"
    client.force_login(cast.office)
    seen = str(client.get(page).context["form"]["seen"].value())
    make_channel(cast.school, cast.colleague, registered_on=date(2026, 3, 1))
    typed = {"everything_right": "yes", "compared": ["notice", "website"], "seen": seen}
    response = client.post(page, typed)
    assert "The list has changed since you opened this page" in response.content.decode()
    assert not Attestation.objects.exists()
    again = str(response.context["form"]["seen"].value())
    assert again != seen
    assert client.post(page, {**typed, "seen": again}).status_code == 302
    assert len(Attestation.objects.get().rows) == 2
