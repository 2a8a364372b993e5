"""The rooms that keep people safe, and beside each the tests that judge it: the likeliest to see a fault come first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Room:
    """Modules by pattern, from the repository's root; no page, form or letter among them."""

    name: str
    modules: tuple[str, ...]
    judges: tuple[str, ...]  # test files; what only holds a generated page against the code is none

    def paths(self) -> list[str]:
        found = {path for pattern in self.modules for path in ROOT.glob(pattern)}
        names = sorted(str(path.relative_to(ROOT)) for path in found)
        return [name for name in names if not name.endswith(("__init__.py", "apps.py"))]


ROOMS = (
    Room(
        "access",
        ("access/*.py",),
        (
            "tests/access",
            "tests/people/test_roles.py",
            "tests/people/test_unknown_holders.py",
            "tests/people/test_people.py",
            "tests/accounts_registry/test_register.py",
            "tests/approvals/test_decide.py",
            "tests/incidents/test_handle.py",
            "tests/architecture/test_tables.py",
            "tests/people/test_appointments.py",
            "tests/policies",
        ),
    ),
    Room(
        "workflow",
        ("workflow/moves.py",),
        (
            "tests/approvals/test_settle.py",
            "tests/incidents/test_handle.py",
            "tests/accounts_registry/test_life.py",
            "tests/watch_list",
        ),
    ),
    Room(
        "moves of channels",
        ("accounts_registry/**/workflow.py",),
        (
            "tests/accounts_registry/test_life.py",
            "tests/accounts_registry/test_open.py",
            "tests/accounts_registry/test_closing.py",
            "tests/accounts_registry/test_accept.py",
            "tests/accounts_registry/test_add.py",
            "tests/reminders/test_cover_scenario.py",
            "tests/accounts_registry/test_lost_on_paper.py",
            "tests/architecture/test_tables.py",
        ),
    ),
    Room(
        "moves of requests",
        ("approvals/workflow.py",),
        (
            "tests/approvals/test_route.py",
            "tests/approvals/test_settle.py",
            "tests/approvals/test_decide.py",
            "tests/approvals/test_send.py",
            "tests/approvals/test_hand_over.py",
            "tests/approvals/test_s2.py",
            "tests/approvals/test_s23.py",
        ),
    ),
    Room(
        "moves of concerns",
        ("incidents/workflow.py",),
        (
            "tests/incidents/test_handle.py",
            "tests/incidents/test_scenarios.py",
            "tests/incidents/test_hand_over.py",
            "tests/incidents/test_pages.py",
        ),
    ),
    Room(
        "moves of people, policies and the watch list",
        ("people/**/workflow.py", "policies/workflow.py", "watch_list/workflow.py"),
        (
            "tests/people/test_appointments.py",
            "tests/people/test_way_in.py",
            "tests/people/test_lines.py",
            "tests/people/test_people.py",
            "tests/people/test_suspensions.py",
            "tests/policies",
            "tests/watch_list",
        ),
    ),
    Room(
        "routing of concerns",
        ("incidents/routing/*.py",),
        (
            "tests/incidents/test_routing.py",
            "tests/incidents/test_scenarios.py",
            "tests/incidents/test_right_person.py",
            "tests/incidents/test_alone.py",
            "tests/incidents/test_coming_in.py",
            "tests/incidents/test_suspended.py",
            "tests/incidents/test_handle.py",
            "tests/incidents/test_ended_handlers.py",
            "tests/incidents/test_hand_over.py",
            "tests/incidents/test_whom_it_reaches.py",
            "tests/people/test_whose_word_away.py",
            "tests/people/test_machine_holes.py",
        ),
    ),
    Room(
        "sight of concerns",
        (
            "incidents/concern/actions/sight.py",
            "incidents/concern/actions/company.py",
            "incidents/concern/actions/standing.py",
            "incidents/concern/visibility.py",
            "incidents/concern/rows.py",
            "incidents/concern/models/*.py",
        ),
        (
            "tests/incidents/test_named_later.py",
            "tests/incidents/test_handle.py",
            "tests/incidents/test_sight_ends.py",
            "tests/incidents/test_alone.py",
            "tests/incidents/test_ended_handlers.py",
            "tests/incidents/test_coming_in.py",
            "tests/incidents/test_hand_over.py",
            "tests/incidents/test_scenarios.py",
            "tests/incidents/test_suspended.py",
            "tests/incidents/test_undelivered.py",
            "tests/incidents/test_pages.py",
        ),
    ),
    Room(
        "who signs",
        ("approvals/route/*.py", "approvals/route/actions/*.py", "approvals/objections.py"),
        (
            "tests/approvals/test_route.py",
            "tests/approvals/test_stand_ins.py",
            "tests/approvals/test_hands.py",
            "tests/approvals/test_said_away.py",
            "tests/approvals/test_suspended_signers.py",
            "tests/approvals/test_decide.py",
            "tests/approvals/test_s2.py",
            "tests/approvals/test_s23.py",
            "tests/approvals/test_settle.py",
            "tests/approvals/test_pages.py",
            "tests/people/test_unknown_holders.py",
        ),
    ),
    Room(
        "rules and signing of requests",
        (
            "approvals/request/checks.py",
            "approvals/request/gaps.py",
            "approvals/request/snapshot.py",
            "approvals/decision/signature.py",
            "approvals/decision/row_lock.py",
            "approvals/decision/actions/*.py",
        ),
        (
            "tests/approvals/test_send.py",
            "tests/approvals/test_decide.py",
            "tests/approvals/test_proof.py",
            "tests/approvals/test_answers.py",
            "tests/approvals/test_second_look.py",
            "tests/approvals/test_two_at_once.py",
            "tests/approvals/test_settle.py",
            "tests/approvals/test_s2.py",
            "tests/approvals/test_s23.py",
            "tests/approvals/test_hand_over.py",
            "tests/approvals/test_pages.py",
        ),
    ),
    Room(
        "appointments",
        (
            "people/appointments/*.py",
            "people/appointments/actions/*.py",
            "people/appointments/rows/*.py",
        ),
        (
            "tests/people/test_appointments.py",
            "tests/people/test_to_confirm.py",
            "tests/people/test_objections_and_days.py",
            "tests/people/test_giving_back.py",
            "tests/people/test_taken_back.py",
            "tests/people/test_appointment_numbers.py",
            "tests/people/test_unknown_holders.py",
            "tests/people/test_suspensions.py",
            "tests/people/test_way_in.py",
            "tests/people/test_roles.py",
            "tests/people/test_machine_holes.py",
        ),
    ),
    Room(
        "delivery",
        (
            "notifications/delivery.py",
            "notifications/post.py",
            "notifications/envelopes.py",
            "notifications/slots.py",
            "notifications/models.py",
        ),
        (
            "tests/notifications/test_deliver.py",
            "tests/notifications/test_slots.py",
            "tests/notifications/test_tell.py",
            "tests/notifications/test_notices.py",
            "tests/notifications/test_bounces.py",
            "tests/notifications/test_server.py",
            "tests/people/test_mail.py",
        ),
    ),
    Room(
        "cover",
        (
            "accounts_registry/cover/actions.py",
            "accounts_registry/cover/cover_days.py",
            "accounts_registry/cover/models.py",
        ),
        (
            "tests/reminders/test_cover_scenario.py",
            "tests/reminders/test_gaps.py",
            "tests/accounts_registry/test_crew.py",
            "tests/accounts_registry/test_prepared.py",
        ),
    ),
    Room(
        "crew",
        (
            "accounts_registry/crew/*.py",
            "accounts_registry/crew/actions/*.py",
            "accounts_registry/crew/models/*.py",
        ),
        (
            "tests/accounts_registry/test_crew.py",
            "tests/accounts_registry/test_lapsed_posters.py",
            "tests/accounts_registry/test_life.py",
            "tests/accounts_registry/test_open.py",
            "tests/accounts_registry/test_prepared.py",
            "tests/reminders/test_login_of_leavers.py",
            "tests/accounts_registry/test_history.py",
            "tests/accounts_registry/test_closing.py",
            "tests/accounts_registry/test_detail.py",
            "tests/reminders/test_review_rules.py",
        ),
    ),
    Room(
        "identity",
        (
            "people/known/*.py",
            "people/names/*.py",
            "people/way_in/witnesses.py",
            "platforms/identity.py",
        ),
        (
            "tests/platforms/test_identity.py",
            "tests/people/test_one_name.py",
            "tests/people/test_unknown_holders.py",
            "tests/people/test_renames.py",
            "tests/people/test_finding.py",
            "tests/people/test_way_in.py",
            "tests/people/test_people.py",
            "tests/people/test_appointments.py",
            "tests/approvals/test_said_away.py",
        ),
    ),
)
