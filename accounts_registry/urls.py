"""/channels/: the reference first, words after; the words are decoration."""

from __future__ import annotations

from django.urls import path, register_converter

from accounts_registry.views import adding, channels, closing, details, life, opening, people


class Reference:
    """ch0142: a channel's reference as it stands in an address."""

    regex = r"[Cc][Hh]\d{4,}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.lower()


register_converter(Reference, "channel")

app_name = "register"
urlpatterns = [
    path("", channels.index, name="list"),
    path("add/", adding.add, name="add"),
    path("accept/", adding.accept, name="accept"),
    path("<channel:ref>/", channels.detail, name="detail"),
    path("<channel:ref>-<slug:words>/", channels.detail, name="detail"),
    path("<channel:ref>/opening/", opening.opening_checks, name="opening"),
    path("<channel:ref>/details/", details.details, name="details"),
    path("<channel:ref>/people/", people.people, name="people"),
    path("<channel:ref>/people/<uuid:pk>/remove/", people.remove_person, name="remove_person"),
    path("<channel:ref>/cancel/", opening.cancel, name="cancel"),
    path("flags/", life.flags, name="flags"),
    path("missing/", life.missing, name="missing"),
    path("<channel:ref>/gaps/", life.gaps, name="channel_gaps"),
    path("<channel:ref>/completion/", life.completion, name="completion"),
    path("<channel:ref>/logo/", life.agree_logo, name="agree_logo"),
    path("<channel:ref>/owner/", life.owner, name="owner"),
    path("<channel:ref>/pause/", life.pause, name="pause"),
    path("<channel:ref>/pause/safety/", life.pause_for_safety, name="pause_for_safety"),
    path("<channel:ref>/frozen/", life.confirm_frozen, name="confirm_frozen"),
    path("<channel:ref>/resume/agree/", life.agree_to_resume, name="agree_to_resume"),
    path("<channel:ref>/resume/", life.resume, name="resume"),
    path("<channel:ref>/close/", closing.why, name="start_closing"),
    path("<channel:ref>/close/account/", closing.account, name="closing_account"),
    path("<channel:ref>/close/telling/", closing.telling, name="closing_telling"),
    path("<channel:ref>/close/check/", closing.check, name="closing_check"),
    path("<channel:ref>/close/sure/", closing.sure, name="closing_sure"),
    path("<channel:ref>/closing/", closing.checklist, name="close"),
    path("<channel:ref>/closing/keep/", closing.keep, name="keep"),
    path("<channel:ref>/closing/mistake/", closing.mistake, name="mistake"),
    path("<channel:ref>/closing/closed/", closing.record_closed, name="record_closed"),
    path("<channel:ref>/closing/steps/<slug:code>/", closing.one_step, name="closing_step"),
    path("<channel:ref>/closing/release/", closing.release_name, name="release_name"),
]
