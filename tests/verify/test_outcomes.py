"""The eight outcomes of the public check, told apart, and the codes that scripts read (decision 37)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from access.check import Denied, Hidden
from accounts_registry.life import actions as life
from accounts_registry.models import Channel, FormerHandle
from accounts_registry.reviews.actions import upkeep
from audit.models import Entry
from people.system import system_user
from schools.actions import change_setting
from tests.accounts_registry.world import official
from tests.factories import NOW, TODAY, make_person
from tests.watch_list import watching
from verify import lookup, public_answer
from watch_list.actions import fakes, moves, watch
from watch_list.models import WatchedAccount
from workflow.moves import WrongState

LINK, FAKE = "https://x.com/SSchoolPE", "https://x.com/SSchoolPE_"
LATER = TODAY + timedelta(days=121)


def impersonation(cast, **changes) -> WatchedAccount:
    row = {
        "account": FAKE,
        "called": "",
        "kind": "impersonation",
        "holder": None,
        "evidence": "Asks parents for money in the name of the school",
        "by": cast.office,
    }
    return watching.add(cast, **{**row, **changes})


def confirm(entry, by, looked=True):
    return fakes.confirm_fake(entry=entry, looked=looked, by=by, at=NOW)


def says(link, on=TODAY):
    return lookup.look_up(link, on=on).status, public_answer.look_up(link, on=on).look


def test_official_until_nobody_has_confirmed_it_for_120_days(cast):
    channel = official(cast)
    assert says(LINK, LATER - timedelta(days=1)) == ("official", "official")
    assert says(LINK, LATER) == ("confirmation_lapsed", "lapsed")
    assert public_answer.official_accounts(cast.school, on=LATER)[0].is_lapsed
    upkeep.record_last_post(
        channel=channel,
        last_post_on=LATER,
        by=cast.office,
        at=NOW + timedelta(days=121),
    )
    assert says(LINK, LATER) == ("official", "official")


def test_the_register_signed_for_counts_unless_it_says_what_is_wrong(cast):
    channel = official(cast)
    row = {"reference": channel.reference, "correction": "The name is wrong"}
    signed = cast.school.attestations.create(
        year=2027,
        due_on=LATER,
        part="office",
        rows=[row],
        everything_right=False,
        by=cast.office,
        at=NOW + timedelta(days=100),
    )
    assert says(LINK, LATER)[0] == "confirmation_lapsed"
    signed.rows = [row | {"correction": ""}]
    signed.save()
    assert says(LINK, LATER)[0] == "official"


def test_how_long_it_lasts_is_a_setting(cast):
    official(cast)
    change_setting(
        key="confirmation_lasts_days",
        value=365,
        reason="We look twice a year",
        trust=cast.trust,
        by=cast.admin,
        at=NOW,
    )
    assert says(LINK, LATER)[0] == "official"


def test_paused_is_ours_and_not_open(cast, client):
    life.pause(channel=official(cast), reason="Ill", by=cast.head, at=NOW)
    assert says(LINK) == ("paused", "ended")
    page = client.get("/verify/check/", {"account": LINK}).content.decode()
    assert "This official account is paused" in page and "Nobody posts there" in page


def test_nothing_is_compared_with_an_account_that_is_only_being_checked(cast):
    """It would tell parents that ours is one that nobody has vouched for yet."""
    channel = official(cast)
    assert public_answer.look_up(FAKE).near
    Channel.objects.filter(pk=channel.pk).update(confirmed_identity="x:another")
    assert not public_answer.look_up(FAKE).near
    assert says(FAKE)[0] == "look_alike"  # inside, it is


@pytest.mark.parametrize("who", ["head", "comms"])
def test_a_confirmed_impersonation_is_a_known_fake_everywhere(cast, client, capsys, who):
    official(cast)
    entry = impersonation(cast)
    assert says(FAKE) == ("look_alike", "unknown")
    confirm(entry, getattr(cast, who))
    confirm(entry, getattr(cast, who))
    assert says(FAKE) == says("@SSchoolPE_") == ("known_fake", "fake")
    page = client.get("/verify/check/", {"account": FAKE}).content.decode()
    assert "This is a fake account" in page and "pretends to be Ashdown Academy" in page
    assert not [one for one in cast.everybody() if one.full_name in page]
    call_command("resolve_link", FAKE)
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["channel"], told["platform"]) == ("known_fake", None, "x")
    assert Entry.objects.filter(event="watch.fake_confirmed").count() == 1
    assert says(LINK) == ("official", "official")


def test_it_is_taken_back(cast):
    official(cast)
    entry = confirm(impersonation(cast), cast.head)
    fakes.take_back_fake(entry=entry, reason="A parent's page", by=cast.comms, at=NOW)
    assert says(FAKE) == ("look_alike", "unknown")
    assert Entry.objects.get(event="watch.fake_taken_back").reason == "A parent's page"


def test_only_head_and_communications_call_an_account_a_fake(cast):
    entry = impersonation(cast)
    for person, refusal in (
        (cast.office, Denied),
        (cast.teacher, Hidden),
        (cast.other_head, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            confirm(entry, person)
        with pytest.raises(refusal):
            fakes.take_back_fake(entry=entry, reason="No", by=person, at=NOW)


@pytest.mark.parametrize("evidence", ["", "  ", "x", "It is fake", "x x x x x"])
def test_without_evidence_nobody_is_accused(cast, client, evidence):
    entry = impersonation(cast, evidence=evidence)
    with pytest.raises(ValidationError, match="Write down what was seen"):
        confirm(entry, cast.head)
    client.force_login(cast.head)
    page = client.get(f"{entry.get_absolute_url()}fake/", follow=True).content.decode()
    assert "Write down what was seen" in page and "I have looked" not in page
    with pytest.raises(ValidationError):
        confirm(impersonation(cast, account="https://x.com/SSchooIPE"), cast.head, looked=False)


def test_a_colleagues_account_and_one_left_alone_are_never_named(cast):
    official(cast)
    for changes in ({"kind": "quasi_school"}, {"holder": cast.teacher}):
        entry = impersonation(cast, **changes)
        with pytest.raises(WrongState):
            confirm(entry, cast.head)
        WatchedAccount.objects.filter(pk=entry.pk).update(
            identity=f"x:{entry.reference}", handle=entry.reference
        )
    entry = confirm(impersonation(cast), cast.head)
    moves.tolerate(
        entry=entry,
        reason="A pupil's joke",
        next_check_on=TODAY + timedelta(days=30),
        by=cast.head,
        at=NOW,
    )
    assert says(FAKE)[0] == "look_alike"


def test_an_address_is_evidence(cast):
    assert confirm(impersonation(cast, evidence="https://x.com/SSchoolPE_/1"), cast.head)


def test_what_was_ever_a_colleagues_is_never_a_fake(cast, client):
    """Whoever changes what it is and whose it is makes it no fake, alone or with somebody else."""
    official(cast)
    entry = impersonation(cast, kind="quasi_school", holder=cast.teacher)
    watch.change_watched(entry=entry, kind="impersonation", holder=None, by=cast.comms, at=NOW)
    entry.refresh_from_db()
    assert entry.was_held and not entry.may_be_fake
    for person in (cast.comms, cast.head):
        with pytest.raises(WrongState, match="never was a colleague's"):
            confirm(entry, person)
    WatchedAccount.objects.filter(pk=entry.pk).update(fake_identity=entry.identity)
    assert not WatchedAccount.objects.confirmed_fakes().exists() and says(FAKE)[1] == "unknown"
    client.force_login(cast.comms)
    page = client.get(f"{entry.get_absolute_url()}fake/", follow=True).content.decode()
    assert "never was a colleague&#x27;s" in page and "I have looked" not in page
    with pytest.raises(ValidationError, match="an entry of its own"):
        watch.change_watched(entry=entry, account="https://x.com/Else", by=cast.comms, at=NOW)


def test_once_a_notice_was_sent_it_stays_whose_it_is(cast):
    entry = impersonation(cast, kind="quasi_school", holder=cast.teacher)
    moves.send_notice(entry=entry, text="Close it", by=cast.comms, at=NOW)
    for person in (cast.comms, cast.head):
        with pytest.raises(ValidationError, match="has not answered yet"):
            watch.change_watched(entry=entry, holder=None, by=person, at=NOW)
    entry.refresh_from_db()
    moves.answer_notice(entry=entry, choice="other", text="It is not mine", by=cast.teacher, at=NOW)
    with pytest.raises(ValidationError, match="somebody else has to say"):
        watch.change_watched(entry=entry, holder=None, by=cast.comms, at=NOW)
    entry = watch.change_watched(entry=entry, holder=None, by=cast.head, at=NOW)
    assert entry.holder is None and not entry.may_be_fake


def test_whoever_sent_the_notice_or_changed_the_kind_does_not_confirm_alone(cast, client):
    entry = impersonation(cast)
    moves.send_notice(entry=entry, text="Close it", by=cast.comms, at=NOW)
    with pytest.raises(WrongState, match="You sent the notice"):
        confirm(entry, cast.comms)
    assert confirm(entry, cast.head).is_known_fake
    other = impersonation(cast, account="https://x.com/SSchooIPE", kind="parody")
    watch.change_watched(entry=other, kind="impersonation", by=cast.comms, at=NOW)
    client.force_login(cast.comms)
    page = client.get(f"{other.get_absolute_url()}fake/", follow=True).content.decode()
    assert "You said last which account it is" in page and "I have looked" not in page
    with pytest.raises(WrongState, match="You said last which account"):
        confirm(other, cast.comms)
    assert confirm(other, cast.head).is_known_fake


def test_what_is_changed_about_it_is_not_confirmed_any_more(cast):
    """Another account under the same entry, or a holder who turns out to be one of us."""
    entry = confirm(impersonation(cast), cast.head)
    watch.change_watched(entry=entry, holder=cast.teacher, by=cast.comms, at=NOW)
    assert says(FAKE)[1] == "unknown"
    entry.refresh_from_db()
    watch.change_watched(entry=entry, holder=None, by=cast.comms, at=NOW)
    other = confirm(impersonation(cast, account="https://x.com/SSchooIPE"), cast.head)
    watch.change_watched(entry=other, account="https://x.com/Somebody", by=cast.comms, at=NOW)
    assert says("https://x.com/Somebody")[1] == says(FAKE)[1] == "unknown"


def test_what_was_ever_ours_is_never_a_fake(cast):
    """Live, closed or not yet accepted, under an old name or as it was confirmed."""
    entry = confirm(impersonation(cast), cast.head)
    channel = official(cast, account="@SSchoolPE_")
    assert says(FAKE) == ("official", "official")
    row = Channel.objects.filter(pk=channel.pk)
    row.update(status="closed", date_closed=TODAY)
    assert entry.is_known_fake and "fake" not in says(FAKE) and says(FAKE)[0] != "known_fake"
    other = {"identity": "x:another", "handle": "another", "account_name": "another"}
    row.update(status="active", **other)
    assert says(FAKE)[0] != "known_fake"
    row.update(confirmed_identity="x:another")
    assert says(FAKE)[0] == "known_fake"
    ours = FormerHandle(channel=channel, platform=channel.platform, identity=entry.identity)
    ours.until, ours.by, ours.at, ours.reason = TODAY, cast.comms, NOW, "renamed"
    ours.save()
    assert says(FAKE)[0] != "known_fake"


def of_the_outsiders(cast, account) -> WatchedAccount:
    """The other trust's office puts it on the list, and its head confirms it."""
    school = cast.other_trust.schools.get()
    office = make_person("Una Hart", "ADMIN", trust=cast.other_trust, school=school)
    head = make_person("Vic Low", "HEAD", trust=cast.other_trust, school=school)
    entry = impersonation(cast, school=school, by=office, account=account, platform=None)
    return confirm(entry, head)


def written_down(cast, case: str) -> str:
    """An account that the first trust has written down, and how."""
    if case == "left alone":
        entry = watching.add(cast, kind="parody", holder=None)
        day = TODAY + timedelta(days=30)
        moves.tolerate(entry=entry, reason="A joke", next_check_on=day, by=cast.head, at=NOW)
        return entry.url
    if case in ("a colleague's", "run by others"):
        return (watching.add if case == "a colleague's" else watching.friends)(cast).url
    channel = official(cast)
    states = {
        "not accepted": {"status": "planned", "confirmed_identity": ""},
        "closed": {"status": "closed", "date_closed": TODAY},
    }
    Channel.objects.filter(pk=channel.pk).update(**states[case])
    return LINK


@pytest.mark.parametrize(
    "case", ["a colleague's", "run by others", "left alone", "closed", "not accepted"]
)
def test_no_other_trust_calls_it_a_fake_in_public(cast, client, case):
    link = written_down(cast, case)
    before = says(link)
    entry = of_the_outsiders(cast, link)
    assert entry.is_known_fake and says(link) == before and before[0] != "known_fake"
    page = client.get("/verify/check/", {"account": link}).content.decode()
    assert "pretends to be" not in page and "This is a fake" not in page
    client.force_login(entry.fake_confirmed_by)
    inside = client.get(entry.get_absolute_url()).content.decode()
    assert "Confirmed as a fake" in inside and "Ashdown Academy" not in inside


def test_a_channel_of_ours_is_refused_by_its_reference(cast):
    """Closed, it is not in the way of the list, but it is never called a fake."""
    channel = official(cast)
    Channel.objects.filter(pk=channel.pk).update(status="closed", date_closed=TODAY)
    WatchedAccount.objects.filter(pk=impersonation(cast).pk).update(identity=channel.identity)
    with pytest.raises(WrongState, match=channel.reference):
        confirm(WatchedAccount.objects.get(), cast.head)


def test_nobody_confirms_alone_what_they_put_on_the_list(cast, client):
    entry = impersonation(cast, by=cast.comms)
    with pytest.raises(WrongState, match="You put it on the watch list"):
        confirm(entry, cast.comms)
    client.force_login(cast.comms)
    page = client.get(f"{entry.get_absolute_url()}fake/", follow=True).content.decode()
    assert "You put it on the watch list" in page and "I have looked" not in page
    watch.change_watched(entry=entry, account="https://x.com/SSchooIPE", by=cast.head, at=NOW)
    with pytest.raises(WrongState, match="You said last which account"):
        confirm(entry, cast.head)


def test_what_a_visitor_reported_anybody_allowed_confirms(cast):
    entry = watch.report(
        school=cast.school, account=FAKE, kind="impersonation", by=system_user(), at=NOW
    )
    seen = "It asks parents for money in our name"
    watch.change_watched(entry=entry, evidence=seen, by=cast.comms, at=NOW)
    assert confirm(entry, cast.comms).is_known_fake


def test_the_query_and_the_property_agree(cast):
    confirm(impersonation(cast), cast.head)
    impersonation(cast, account="https://x.com/SSchooIPE")
    both = {one.pk for one in WatchedAccount.objects.all() if one.is_known_fake}
    assert both == set(WatchedAccount.objects.confirmed_fakes().values_list("pk", flat=True))
    assert len(both) == 1


def test_a_near_miss_shows_what_it_compared(cast, client):
    link = "https://www.facebook.com/Ashdown-Primary-School"
    official(cast, "linkedin", "https://www.linkedin.com/school/ashdown-academy/")
    page = client.get(
        "/verify/check/", {"account": "https://www.linkedin.com/school/ashdownacademy/"}
    ).content.decode()
    assert link not in page and "This account is not on our list" in page
    assert "ashdownacademy</dd>" in page and "ashdown-academy</dd>" in page
    assert "a hyphen missing" in page and "Ashdown Academy" in page


def test_each_look_has_its_own_shape_and_words():
    from django.template.loader import render_to_string

    looks = set(public_answer.LOOKS.values())
    drawn = {render_to_string("verify/mark.html", {"look": look}) for look in looks}
    assert len(looks) == len(drawn) == 8
    assert set(public_answer.HEADINGS) == set(public_answer.LOOKS)


@pytest.mark.parametrize("host", ["faceb00k.com", "facebook.com.evil.example"])
def test_an_address_that_imitates_a_platform_is_told_apart_and_not_softened(cast, client, host):
    link = f"https://{host}/SSchoolPE"
    assert public_answer.look_up(link).look == "copied"
    page = client.get("/verify/check/", {"account": link}).content.decode()
    assert "This is not Facebook’s own address" in page and "app-answer--copied" in page
    assert "Do not sign in there" in page.split("app-answer--copied")[1].split("</div>")[0]
    assert "Clubs, parents" not in page and "not on our list" not in page
    unknown = client.get("/verify/check/", {"account": "https://x.com/NobodyAtAll"})
    assert "app-answer--unknown" in unknown.content.decode()


def test_the_list_and_the_answer_deny_nothing_that_is_being_checked(cast, client):
    official(cast)
    listed = client.get("/verify/ashdown-academy/").content.decode()
    assert "These are all of our official accounts." in listed
    answer = client.get("/verify/check/", {"account": "@SSchoolPE"}).content.decode()
    assert "may be somebody else’s" in answer and "is not ours unless" not in answer


def test_the_pages_of_the_watch_list(cast, client):
    entry = impersonation(cast)
    place = entry.get_absolute_url()
    client.force_login(cast.office)
    assert "Confirm that it is a fake" not in client.get(place).content.decode()
    assert client.get(f"{place}fake/").status_code == 403
    client.force_login(cast.head)
    assert "Confirm that it is a fake" in client.get(place).content.decode()
    unticked = client.post(f"{place}fake/", {}).content.decode()
    assert "Look at the account, then say" in unticked
    done = client.post(f"{place}fake/", {"looked": "on"}, follow=True).content.decode()
    assert "Confirmed as a fake" in done and "By Priya Nair on" in done
    back = client.post(f"{place}no-fake/", {"reason": "A slip"}, follow=True).content.decode()
    assert "Taken back" in back and "Confirmed as a fake" not in back
