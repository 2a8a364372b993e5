"""/channels/: the reference first, words after; the words are decoration."""

from __future__ import annotations

from django.urls import path, register_converter

from accounts_registry.accounts import views as account
from accounts_registry.cover import views as cover
from accounts_registry.crew.views import crew, vetting
from accounts_registry.entry import views as adding
from accounts_registry.history.views import as_at, history
from accounts_registry.life.views import closing, life, opening
from accounts_registry.listing.views import channels, lists
from accounts_registry.page import views as details
from accounts_registry.proposals import views as proposals
from accounts_registry.reviews.views import (
    attesting,
    checks,
    house_rules,
    reviews,
    risk,
    upkeep,
)


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
    path("columns/", lists.columns, name="columns"),
    path("download/", lists.download, name="download"),
    path("remind/", lists.remind, name="remind"),
    path("views/", lists.all_views, name="views"),
    path("views/save/", lists.save_view, name="save_view"),
    path("views/<slug:slug>/", lists.view, name="view"),
    path("views/<slug:slug>/delete/", lists.delete_view, name="delete_view"),
    path("add/", adding.add, name="add"),
    path("accept/", adding.accept, name="accept"),
    path("as-at/", as_at.as_at, name="as_at"),
    path("last-posts/", upkeep.last_posts, name="last_posts"),
    path("platform-changed/", reviews.platform_changed, name="platform_changed"),
    path("attestation/", attesting.index, name="attestation"),
    path("attestation/<slug:slug>/", attesting.attest, name="attest"),
    path("<channel:ref>/", channels.detail, name="detail"),
    path("<channel:ref>-<slug:words>/", channels.detail, name="detail"),
    path("<channel:ref>/opening/", opening.opening_checks, name="opening"),
    path("<channel:ref>/details/", details.details, name="details"),
    path("<channel:ref>/account/", account.account, name="account"),
    path("<channel:ref>/account/rename/", account.rename, name="account_rename"),
    path("<channel:ref>/account/end/", account.end, name="account_end"),
    path("<channel:ref>/account/correct/", account.correct, name="account_correct"),
    path("<channel:ref>/account/id/", account.permanent_id, name="account_id"),
    path("<channel:ref>/account/id/confirm/", account.confirm_id, name="account_id_confirm"),
    path(
        "<channel:ref>/account/name/confirm/",
        account.confirm_handle,
        name="account_handle_confirm",
    ),
    path("<channel:ref>/purpose/", details.purpose, name="purpose"),
    path("<channel:ref>/changes/<uuid:pk>/", proposals.decide_change, name="decide_change"),
    path("<channel:ref>/safety/", details.safety, name="safety"),
    path("<channel:ref>/dates/", details.dates, name="dates"),
    path("<channel:ref>/login-details/", details.login_details, name="login_details"),
    path("<channel:ref>/website/", details.website, name="website"),
    path("<channel:ref>/people/", crew.people, name="people"),
    path("<channel:ref>/people/add/", crew.add_person, name="add_person"),
    path("<channel:ref>/people/<uuid:pk>/remove/", crew.remove_person, name="remove_person"),
    path("<channel:ref>/people/<uuid:pk>/replace/", crew.replace_person, name="replace_person"),
    path(
        "<channel:ref>/people/<uuid:pk>/confirm/",
        crew.confirm_moderator,
        name="confirm_moderator",
    ),
    path("<channel:ref>/people/<uuid:pk>/withdraw/", crew.withdraw_access, name="withdraw_access"),
    path(
        "<channel:ref>/people/<uuid:pk>/give-back/",
        crew.give_back_access,
        name="give_back_access",
    ),
    path("<channel:ref>/people/<uuid:pk>/access/", crew.access_removed, name="access_removed"),
    path("<channel:ref>/history/", history.history, name="history"),
    path("<channel:ref>/history/download/", history.download_history, name="download_history"),
    path("<channel:ref>/official-checks/", checks.official_checks, name="official_checks"),
    path("<channel:ref>/official-checks/answer/", checks.answer_checks, name="answer_checks"),
    path("<channel:ref>/risk-assessment/", risk.risk_assessment, name="risk_assessment"),
    path("<channel:ref>/risk-assessment/confirm/", risk.confirm, name="risk_assessment_confirm"),
    path("<channel:ref>/risk-assessment/send/", risk.send, name="risk_assessment_send"),
    path("<channel:ref>/risk-assessment/approve/", risk.approve, name="risk_assessment_approve"),
    path(
        "<channel:ref>/risk-assessment/new/", risk.start_new_version, name="risk_assessment_start"
    ),
    path(
        "<channel:ref>/risk-assessment/<slug:heading>/",
        risk.risk_assessment_section,
        name="risk_assessment_section",
    ),
    path("<channel:ref>/house-rules/", house_rules.house_rules, name="house_rules"),
    path(
        "<channel:ref>/house-rules/change/",
        house_rules.change_house_rules,
        name="change_house_rules",
    ),
    path("house-rules/<slug:slug>/", house_rules.house_rules_template, name="house_rules_template"),
    path("<channel:ref>/contributors/", vetting.contributors, name="contributors"),
    path("<channel:ref>/contributors/add/", vetting.add_contributor, name="add_contributor"),
    path("<channel:ref>/cover/", cover.cover, name="cover"),
    path("<channel:ref>/privacy-review/", reviews.privacy_review, name="privacy_review"),
    path(
        "<channel:ref>/privacy-review/settings/", reviews.privacy_settings, name="privacy_settings"
    ),
    path("<channel:ref>/privacy-review/ask/", reviews.ask_for_review, name="ask_for_review"),
    path(
        "<channel:ref>/privacy-review/<uuid:pk>/",
        reviews.privacy_review_answers,
        name="privacy_review_answers",
    ),
    path(
        "<channel:ref>/privacy-review/<uuid:pk>/countersign/",
        reviews.countersign,
        name="countersign",
    ),
    path("<channel:ref>/pupil-images/", reviews.pupil_images, name="pupil_images"),
    path("<channel:ref>/last-post/", upkeep.last_post, name="last_post"),
    path(
        "<channel:ref>/login-details/confirm/",
        upkeep.confirm_login_details,
        name="confirm_login_details",
    ),
    path("<channel:ref>/risk-review/", upkeep.risk_review, name="risk_review"),
    path("<channel:ref>/evaluation/", upkeep.evaluate, name="evaluate"),
    path("<channel:ref>/evaluation/<uuid:pk>/", upkeep.evaluation, name="evaluation"),
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
    path("<channel:ref>/close/", closing.close_why, name="start_closing"),
    path("<channel:ref>/close/account/", closing.close_account, name="closing_account"),
    path("<channel:ref>/close/telling/", closing.close_telling, name="closing_telling"),
    path("<channel:ref>/close/check/", closing.close_check, name="closing_check"),
    path("<channel:ref>/close/sure/", closing.close_sure, name="closing_sure"),
    path("<channel:ref>/closing/", closing.closing_checklist, name="close"),
    path("<channel:ref>/closing/keep/", closing.keep, name="keep"),
    path("<channel:ref>/closing/mistake/", closing.mistake, name="mistake"),
    path("<channel:ref>/closing/closed/", closing.record_closed, name="record_closed"),
    path("<channel:ref>/closing/steps/<slug:code>/", closing.one_step, name="closing_step"),
    path("<channel:ref>/closing/release/", closing.release_name, name="release_name"),
]
