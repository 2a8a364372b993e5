"""A renamed account is still ours, a lost one is not, and neither's old name is official again."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from access.check import Denied, Hidden
from accounts_registry.accounts import ownership
from accounts_registry.accounts.actions import ids, names
from accounts_registry.entry.actions import channels
from accounts_registry.life import actions as life
from accounts_registry.models import Channel, FormerHandle
from accounts_registry.reviews.actions import checks
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add, close_steps, platform
from tests.accounts_registry.world import CHANNEL_ID, accepted, official
from tests.factories import NOW, TODAY, give_role
from verify import lookup, public_answer
from workflow.moves import WrongState

OLD, NEW = "https://x.com/SSchoolPE", "https://x.com/SSchoolSport"
MARCH = date(2026, 3, 1)


def rename(cast, channel, to="@SSchoolSport", by=None, **changes):
    return names.rename_account(
        **{
            "channel": channel,
            "account_name": to,
            "changed_on": MARCH,
            "by": by or cast.comms,
            "at": NOW,
            **changes,
        }
    )


def looked_at(channel, by):
    """A second person has opened the account by its changed name."""
    return ids.confirm_handle(channel=channel, identity=channel.identity, by=by, at=NOW)


def lose(cast, channel, by=None, **changes):
    return names.end_account(
        **{
            "channel": channel,
            "until": MARCH,
            "reason": "lost",
            "by": by or cast.comms,
            "at": NOW,
            **changes,
        }
    )


def test_a_renamed_account_is_official_by_its_new_name_only(cast, client):
    channel = rename(cast, official(cast))
    assert (channel.account_name, channel.identity) == ("@SSchoolSport", "x:sschoolsport")
    assert lookup.look_up(NEW).status == "being_checked"
    looked_at(channel, cast.head)
    assert lookup.look_up(NEW).status == "official"
    for typed in (OLD, "@SSchoolPE", "https://twitter.com/sschoolpe?s=20"):
        assert (lookup.look_up(typed).status, public_answer.look_up(typed).result) == (
            "closed",
            "closed",
        )
    page = client.get("/verify/check/", {"account": OLD}).content.decode()
    assert "until 1 March 2026" in page and "Our account is now called" in page
    listed = client.get("/verify/ashdown-academy/").content.decode()
    assert "Names our accounts had before" in listed and "1 Mar 2026" in listed


def test_it_is_dated_recorded_and_told(cast):
    Message.objects.all().delete()
    channel = rename(cast, official(cast, at=NOW))
    former = FormerHandle.objects.get()
    assert (former.since, former.until, former.reason) == (date(2018, 5, 16), MARCH, "renamed")
    entry = Entry.objects.get(event="channel.renamed")
    assert entry.data == {"from": "x:sschoolpe", "to": "x:sschoolsport", "on": "2026-03-01"}
    state = channel.states.order_by("-id").first()
    assert state.on == MARCH and "identity" in state.changed
    told = {message.recipient for message in Message.objects.filter(kind="channel_life")}
    assert cast.head in told and not told & {cast.comms, cast.dsl, cast.other_head, cast.outsider}


def test_a_second_press_does_nothing(cast):
    channel = rename(cast, official(cast))
    rename(cast, channel)
    assert FormerHandle.objects.count() == 1
    assert Entry.objects.filter(event="channel.renamed").count() == 1


def test_a_lost_account_is_official_nowhere(cast, client):
    channel = lose(cast, official(cast))
    assert (channel.identity, channel.official) == ("", "not_official")
    for typed in (OLD, "@SSchoolPE", "SSchoolPE"):
        assert lookup.look_up(typed).status == "closed"
    page = client.get("/verify/check/", {"account": OLD}).content.decode()
    assert "It is not ours now" in page and "Somebody else may use the old name" in page
    assert public_answer.official_accounts(cast.school) == []
    told = {message.recipient for message in Message.objects.filter(kind="channel_life")}
    assert {cast.head, cast.network} <= told and cast.teacher not in told


def test_the_letter_about_a_lost_account_waits_for_no_reopening(cast):
    channel = official(cast)
    life.pause(channel=channel, reason="Taken over", by=cast.head, at=NOW)
    Channel.objects.filter(pk=channel.pk).update(freeze_due=None)
    lose(cast, channel)
    letter = Message.objects.filter(kind="channel_life", subject__contains="no longer ours")[0]
    assert "It is not official any more" in letter.text
    for words in ("until it is open again", "nobody posts any more", " by ."):
        assert words not in letter.text


def test_a_lost_account_is_recorded_once(cast):
    channel = lose(cast, official(cast))
    with pytest.raises(WrongState, match="already recorded"):
        lose(cast, channel)
    assert FormerHandle.objects.count() == 1


def test_an_account_that_was_got_back_is_the_channels_again(cast):
    channel = names.correct_account(
        channel=lose(cast, official(cast)),
        account_name=OLD,
        note="The platform gave it back",
        by=cast.office,
        at=NOW,
    )
    assert channel.identity == "x:sschoolpe"
    assert lookup.look_up(OLD).status == "not_official"  # until the three tests are answered again


def test_an_old_name_is_official_only_as_todays_account_of_another_channel(cast):
    rename(cast, official(cast))
    other = official(cast, school=cast.school, account="@SSchoolPE")
    found = lookup.look_up(OLD)
    assert (found.status, found.reference) == ("official", other.reference)
    assert [row.name for row in public_answer.former_accounts(cast.school)] == []


def test_a_name_written_down_wrongly_was_never_ours(cast):
    channel = names.correct_account(
        channel=official(cast), account_name=NEW, note="A slip", by=cast.office, at=NOW
    )
    assert channel.account_name == "@SSchoolSport"
    looked_at(channel, cast.head)
    assert lookup.look_up(NEW).status == "official"
    assert lookup.look_up(OLD).status == "not_listed"
    assert FormerHandle.objects.get().reason == "mistyped"
    assert public_answer.former_accounts(cast.school) == []


def test_changing_the_link_among_the_details_counts_as_a_correction(cast):
    channel = channels.change_details(channel=official(cast), url=NEW, by=cast.office, at=NOW)
    assert (channel.identity, FormerHandle.objects.get().reason) == ("x:sschoolsport", "mistyped")
    assert lookup.look_up(OLD).status == "being_checked"
    ids.confirm_handle(channel=channel, identity=channel.identity, by=cast.head, at=NOW)
    assert lookup.look_up(OLD).status == "not_listed"


def test_the_platforms_own_id_stays_when_the_name_changes(cast):
    channel = official(cast, "youtube", "@SSchoolChannel")
    names.keep_permanent_id(
        channel=channel,
        permanent_id=f"https://www.youtube.com/channel/{CHANNEL_ID}",
        by=cast.office,
        at=NOW,
    )
    ids.confirm_permanent_id(channel=channel, permanent_id=CHANNEL_ID, by=cast.head, at=NOW)
    channel = rename(cast, channel, "@SSchoolFilms")
    assert channel.permanent_id == CHANNEL_ID
    link = f"https://www.youtube.com/channel/{CHANNEL_ID}"
    assert lookup.look_up(link).status == "being_checked"
    looked_at(channel, cast.head)
    assert lookup.look_up(link).status == "official"
    with pytest.raises(ValidationError, match="already on the register"):
        add(cast, platform=platform("youtube"), account_name=link, url=link)


def test_what_is_no_id_of_the_platform_is_refused(cast):
    with pytest.raises(ValidationError, match="not an id that X"):
        names.keep_permanent_id(
            channel=official(cast), permanent_id="12345678", by=cast.office, at=NOW
        )


@pytest.mark.parametrize("verb", [rename, lose])
def test_the_wrong_people_are_refused(cast, verb):
    channel = official(cast)
    with pytest.raises(Denied):
        verb(cast, channel, by=cast.teacher)
    with pytest.raises(Denied):
        verb(cast, channel, by=cast.other_head)
    with pytest.raises(Hidden):
        verb(cast, channel, by=cast.outsider)


@pytest.mark.parametrize("verb", [rename, lose])
def test_a_closed_channel_keeps_its_account(cast, verb):
    channel = official(cast)
    life.start_closing(
        channel=channel, planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )
    close_steps(channel, cast.office)
    channel = life.close(channel=channel, date_closed=TODAY, by=cast.comms, at=NOW)
    with pytest.raises(WrongState, match="not in use"):
        verb(cast, channel)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2017, 1, 1)])
def test_the_day_must_be_while_it_was_ours(cast, day):
    with pytest.raises(ValidationError, match="The date must be"):
        rename(cast, official(cast), changed_on=day)


def test_a_name_that_is_taken_is_refused_with_whom_to_ask(cast):
    official(cast, account="@SSchoolSport", school=cast.school)
    with pytest.raises(ValidationError) as refusal:
        rename(cast, official(cast))
    assert refusal.value.messages == [
        "@SSchoolSport on X (formerly Twitter) is already on the register. It belongs to Ashdown Academy. Ask Ravi Shah, communications manager"
    ]


def test_another_trust_learns_nothing_more_than_that(cast):
    official(cast, account="@SSchoolSport")
    far = cast.other_trust.schools.get()
    give_role(cast.outsider, "ADMIN", trust=cast.other_trust, school=far)
    with pytest.raises(ValidationError) as refusal:
        add(cast, by=cast.outsider, school=far, account_name="@SSchoolSport")
    assert refusal.value.messages == [ownership.ELSEWHERE]


def test_what_was_used_before_is_said_and_no_bar(cast):
    add(cast, account_name="@SSchoolPE", date_closed=date(2023, 7, 21))
    said = ownership.warnings(platform=platform("x"), typed="@sschoolpe", trust_id=cast.trust.pk)
    assert said[0].startswith(
        "This account was on the register before, for Ashdown Academy until 21 July 2023 (CH0001)"
    )
    elsewhere = ownership.warnings(
        platform=platform("x"), typed="@sschoolpe", trust_id=cast.other_trust.pk
    )
    assert elsewhere[0] == ownership.ELSEWHERE_BEFORE
    rename(cast, official(cast, account="@SSchoolArt"), "@SSchoolArts")
    said = ownership.warnings(platform=platform("x"), typed="@SSchoolArt", trust_id=cast.trust.pk)
    assert "until 1 March 2026" in said[0]


def test_the_database_has_the_last_word_and_says_it_in_words(cast, monkeypatch):
    """Both looked before either saved: the second meets the rule of the database."""
    official(cast)
    real, asked = ownership.taken, []

    def too_early(*args, **kwargs):
        asked.append(args)
        return None if len(asked) == 1 else real(*args, **kwargs)

    monkeypatch.setattr(ownership, "taken", too_early)
    with transaction.atomic(), pytest.raises(ValidationError, match="already on the register"):
        add(cast, account_name="@SSchoolPE")
    assert Channel.objects.filter(identity="x:sschoolpe").count() == 1


def test_other_rules_of_the_database_are_not_hidden(cast, monkeypatch):
    channel = official(cast)
    monkeypatch.setattr(
        "accounts_registry.record.rows.next_references", lambda number: [channel.reference]
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        add(cast, account_name="@SSchoolArt")


def test_two_at_once_one_wins_and_the_other_reads_why(transactional_db, cast):
    first, second = official(cast), official(cast, account="@SSchoolArt")
    gate, heard = threading.Barrier(2), []

    def race(channel: Channel) -> None:
        gate.wait()
        try:
            heard.append(rename(cast, channel).reference)
        except ValidationError as refusal:
            heard.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=(one,)) for one in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Channel.objects.filter(identity="x:sschoolsport").count() == 1
    refused = [one for one in heard if not one.startswith("CH")]
    assert len(heard) == 2 and len(refused) == 1
    assert refused[0].startswith("@SSchoolSport on X (formerly Twitter) is already on the register")


def date_parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{at}": str(part) for at, part in enumerate((day.day, day.month, day.year))}


def test_the_pages(cast, client):
    channel = official(cast)
    client.force_login(cast.comms)
    place = f"/channels/{channel.reference.lower()}/account/"
    assert "It has always had this name" in client.get(place).content.decode()
    wrong = client.post(f"{place}rename/", {"account_name": "not a handle"}).content.decode()
    assert "Enter the date the name changed" in wrong and 'value="not a handle"' in wrong
    answers = {"account_name": "not a handle", **date_parts("changed_on", MARCH)}
    wrong = client.post(f"{place}rename/", answers).content.decode()
    assert names.NO_HANDLE in wrong
    answers["account_name"] = "https://www.youtube.com/@SSchool"
    wrong = client.post(f"{place}rename/", answers).content.decode()
    assert "This is a YouTube link. You chose X (formerly Twitter)" in wrong
    answers["account_name"] = NEW
    page = client.post(f"{place}rename/", answers, follow=True).content.decode()
    assert "The new name is saved." in page and "@SSchoolPE" in page and "1 Mar 2026" in page
    ended = {"reason": "lost", **date_parts("until", TODAY), "note": "Password guessed"}
    page = client.post(f"{place}end/", ended, follow=True).content.decode()
    assert "no longer counts as official" in page and "Somebody else has taken it over" in page
    page = client.post(f"{place}end/", ended, follow=True).content.decode()
    assert names.NO_ACCOUNT in page


def test_the_pages_are_for_those_who_may_change_the_channel(cast, client):
    place = f"/channels/{official(cast).reference.lower()}/account/"
    client.force_login(cast.teacher)
    assert client.get(place).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(place).status_code == 404


def test_a_lost_account_cannot_be_answered_official_again(cast, client):
    channel = lose(cast, official(cast))
    answers = dict.fromkeys(
        ("master_privileges_held", "editorial_oversight", "admins_limited"), True
    )
    with pytest.raises(ValidationError, match="no longer yours"):
        checks.answer_checks(
            channel=channel, answers=answers, how={}, checked_on=TODAY, by=cast.office, at=NOW
        )
    assert public_answer.official_accounts(cast.school) == []
    assert client.get("/verify/ashdown-academy.json").json()["official"] == []
    got_back = names.correct_account(
        channel=channel, account_name=OLD, note="Given back", by=cast.office, at=NOW
    )
    checks.answer_checks(
        channel=got_back, answers=answers, how={}, checked_on=TODAY, by=cast.office, at=NOW
    )
    assert lookup.look_up(OLD).status == "official"


def test_accepting_a_row_whose_account_was_lost_does_not_make_it_official(cast):
    channel = lose(cast, add(cast, account_name="@SSchoolPE"))
    assert accepted(cast, channel).official == "not_official"
    assert public_answer.official_accounts(cast.school) == []
