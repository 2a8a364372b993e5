"""Verbs without a rule in the machine, each with its reason. A new verb needs a rule, or a line here."""

from __future__ import annotations

OWN = "one's own, and nobody else's: the library has proved who it is"
PART = "a part of verbs that have rules"
TABLES = "changes nothing about who may"
POSTS = (
    "a post gives nobody sight, a role or a signature; `people.give_post` is tried for all of them"
)
SAYS = "the text of a concern, and nobody's sight"
PUBLIC = "for whoever is not signed in; it makes a concern as send_report does, by the same route"
CHANNELS = "about a channel that has been approved: nobody decides by it who reads or signs"

LEFT_OUT: dict[str, str] = {
    "people.sign_in": OWN,
    "people.sign_out": OWN,
    "people.sign_in_failed": OWN,
    "people.use_code": OWN,
    "people.forget_browsers": OWN,
    "people.choose_password": OWN,
    "people.change_password": OWN,
    "people.change_second_step": OWN,
    "people.reseal_second_step": OWN,
    "people.reseal_second_steps": OWN,
    "people.attempts.begin": OWN,
    "people.attempts.withdraw_attempt": OWN,
    "people.attempts.ask_for_link": "its link goes to the address that the person has",
    "people.attempts.send_links": "its link goes to the address that the person has",
    "people.attempts.tell_of_guessing": "tells people, and changes nothing",
    "people.choose_tables": TABLES,
    "people.record_training": TABLES,
    "people.write_test_letters": TABLES,
    "people.clear_old_names": "forgets names of more than a year ago",
    "people.add_post": POSTS,
    "people.add_posts": POSTS,
    "people.hold_post": POSTS,
    "people.end_holding": POSTS,
    "people.appointments.laid_down": PART,
    "incidents.ask_for_company": "part of move_on_unseen, which the clock runs",
    "incidents.rewrap_row_key": "a change of keys, by whoever runs the server",
    "incidents.save_draft": "one's own draft, which nobody else ever sees",
    "incidents.send_draft": "send_report with what stands in a draft",
    "incidents.keep_typed": OWN,
    "incidents.keep_written": OWN,
    "incidents.forget_typed": OWN,
    "incidents.throw_away_report": OWN,
    "incidents.clear_old_drafts": "deletes what nobody sent",
    "incidents.report_fake": PUBLIC,
    "incidents.report_from_outside": PUBLIC,
    "incidents.report_unapproved": CHANNELS,
    "incidents.report_reappearance": CHANNELS,
    "approvals.convert": CHANNELS,
    "approvals.open_channel": CHANNELS,
    "approvals.open_early": CHANNELS,
    "approvals.plan": PART,
    "approvals.move_steps_of": PART,
    "people.remove_post": "a post that nothing uses gives nobody a role",
}
