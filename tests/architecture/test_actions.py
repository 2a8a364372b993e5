"""Convention 4: every verb records an event and asks who, or says in this list why not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.sources import Source, sources

# verb -> why it records nothing of its own, or asks nobody
DECLARED: dict[str, str] = {
    "choose_tables": "own: how one's own tables look",
    "sign_in": "own: the library has proved who it is",
    "sign_out": "own",
    "sign_in_failed": "open: whoever tries at the door",
    "use_code": "own: the sign-in that it is a part of is on record",
    "change_own_address": "own: the page asks for a fresh sign-in first",
    "forget_browsers": "own: the browsers one has signed in from",
    "begin": "open: whoever tries at the door; a failed sign-in is on record",
    "withdraw_attempt": "own: it succeeded, which is on record",
    "ask_for_link": "open: whoever types an address; the worker looks whose it is",
    "send_links": "system: run by the clock; that somebody asked is no event of theirs",
    "tell_of_guessing": "system: run by the clock",
    "take_effect": "system: run by the clock",
    "begin_taking_reports": "system: run by the clock, and part of verbs that have asked",
    "settle_due": "system: run by the clock",
    "lay_down_role": "own: one's own role",
    "make_code": "system: whoever runs the server, where nobody here can confirm it; it is on record",
    "choose_password": "own: the library or the first-run page has proved who it is",
    "change_password": "own: the library has asked for the link or the current password",
    "change_second_step": "own: the library asks for a fresh sign-in first",
    "mark_read": "own: one's own notices",
    "mark_information_read": "own: one's own notices",
    "save_draft": "own: one's own draft, sealed; a line on the ledger would say that somebody is writing",
    "keep_typed": "own: what one is typing, sealed",
    "keep_written": "own: what one is typing in a report, sealed",
    "forget_typed": "own",
    "throw_away_report": "own: one's own report that was never sent",
    "clear_old_drafts": "system: run by the clock; a line on the ledger would say that somebody was writing",
    "add_as_reporter": "own: asked through the REPORTER relation, because what was sent stays invisible to them",
    "move_on_unseen": "system: run by the clock",
    "end_sights": "system: run by the clock",
    "ask_for_company": "system: run by the clock",
    "ask_for_hand_overs": "system: run by the clock, from roles alone",
    "note_flags": "system: run by the clock; each row itself says since when a rule is broken",
    "settle_gaps": "system: run by the clock; the channel's history says when",
    "move_steps": "system: run by the clock",
    "move_steps_of": "system: run by the clock",
    "hold_back": "system: part of changing a channel, which has asked",
    "plan": "system: part of the final approval, which has asked the head",
    "plan_channel": "system: part of the final approval, which has asked the head",
    "carry_over_risk": "system: part of the final approval, which has asked the head and recorded the approval of the risks",
    "queue_export": "system: below reports.actions, which asks and records",
    "claim_export": "system: the worker's",
    "keep_file": "system: the worker's; that the file was asked for is on record",
    "give_back": "system: the worker's",
    "prepare_export": "system: the worker's; that the file was asked for is on record",
    "work_on": "system: the worker's; whoever confirmed or undid the import was asked, and each batch is on record",
    "work_on_waiting": "system: run by the clock",
    "prepare_waiting_exports": "system: run by the clock",
    "refresh_search": "system: run by the clock; it writes down again what other verbs have recorded",
    "record_export_download": "own: a file is found only by the one who asked for it",
    "begin_pieces": "system: the worker's, while it makes a file",
    "piece_made": "system: the worker's, while it makes a file",
    "fragment": "system: the worker's, while it makes a file",
    "clear_old_fragments": "system: run by the clock; the pages are made again when somebody asks",
    "note_download": "system: below reports.actions, which asks and records",
    "report_from_outside": "open: whoever is worried about a child, signed in or not; its route alone is told",
    "report_fake": "open: the public page, where nobody is signed in",
    "take_over_planned": "system: part of the final approval, which has asked the head",
    "finish_converting": "system: part of opening the channel, which has asked",
    "give_up_converting": "system: part of the end of a request, which has asked",
    "keep_check": "system: at start; it says which keys are in use, and nothing else",
    "finish_rotation": "system: whoever runs the server, who has the keys; it is on record",
    "rewrap_row_key": "system: part of a change of keys, which is on record as a whole; a line for each row would tell of concerns",
    "reseal_typed": "system: part of a change of keys, which is on record as a whole",
    "reseal_second_step": "system: part of a change of keys, which is on record as a whole",
    "reseal_second_steps": "own: part of signing in, which is on record",
    "take_bounce": "system: what mail servers send back; it is on record when it changes anything",
    "clear_old_names": "system: run by the clock; every rename is on record",
    "write_test_letters": "system: run by the clock; each letter stands in the outbox",
    "tell_of_undelivered": "system: run by the clock; the concern's own chronology says it",
    "sweep": "system: run by the clock",
    "sweep_daily": "system: run by the clock",
    "sweep_urgent": "system: run by the clock",
    "clear_old_sweeps": "system: run by the clock; what was sent stays on record with its reminder",
}
RECORDS = {"record", "move"}
ASKS = {"check", "check_at", "check_somewhere", "move", "ask", "ask_at", "ask_system"}


def functions(source: Source) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in source.tree.body if isinstance(node, ast.FunctionDef)}


def called(node: ast.AST) -> set[str]:
    """The last words of everything this calls: `trail.record(...)` -> record."""
    found = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            found.add(
                call.func.attr
                if isinstance(call.func, ast.Attribute)
                else getattr(call.func, "id", "")
            )
    return found


def reach(name: str, known: dict[str, ast.FunctionDef], seen: set[str]) -> set[str]:
    """What a function calls, through the other verbs and helpers of the product."""
    if name in seen or name not in known:
        return set()
    seen.add(name)
    direct = called(known[name]) | {
        node.id for node in ast.walk(known[name]) if isinstance(node, ast.Name)
    }
    return direct.union(*(reach(other, known, seen) for other in direct))


def lapses(files: list[Source], parts: Iterable[Source] = ()) -> Iterator[str]:
    """`parts` are rooms of rows: what a verb does through them counts as done by the verb."""
    known: dict[str, ast.FunctionDef] = {}
    for source in (*parts, *files):
        known |= functions(source)
    for source in files:
        for name, node in functions(source).items():
            if name.startswith("_") or name in DECLARED:
                continue
            # Two files may have helpers of one name: a verb calls those of its own.
            reached = reach(name, {**known, **functions(source)}, set())
            if not reached & RECORDS:
                yield f"{source.place}: {name} records no event"
            if not reached & ASKS:
                yield f"{source.place}: {name} asks nobody's leave"
            if node.args.args:
                yield f"{source.place}: {name} takes arguments that are not named"


def action_files() -> list[Source]:
    return [
        source
        for source in sources()
        if source.is_room("actions") and not source.place.endswith("__init__.py")
    ]


def rows_files() -> list[Source]:
    return [source for source in sources() if source.is_room("rows")]


def imported(source: Source) -> Iterator[str]:
    """The modules that this file imports, or imports from: people.rows, people."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{one.name}" for one in node.names))
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def borrowers(files: Iterable[Source]) -> Iterator[str]:
    """Files that use parts of verbs and are no verbs."""
    for source in files:
        if not source.is_room("actions", "rows") and any(
            "rows" in module.split(".") for module in imported(source)
        ):
            yield source.place


def test_parts_of_verbs_are_used_by_verbs_alone() -> None:
    assert list(borrowers(sources())) == []
    planted = [Source("people/views.py", "from people.rows import leave\n")]
    assert list(borrowers(planted)) == ["people/views.py"]


def test_every_verb_is_recorded_and_asks_who() -> None:
    assert list(lapses(action_files(), rows_files())) == []


def halves(files: Iterable[Source]) -> Iterator[str]:
    """Verbs that could be done by half: all of one, or nothing."""
    for source in files:
        for name, node in functions(source).items():
            says_so = any("atomic" in ast.unparse(one) for one in node.decorator_list)
            if not says_so and not name.startswith("_") and name not in DECLARED:
                yield f"{source.place}: {name} is not atomic"


def test_every_verb_is_done_whole_or_not_at_all() -> None:
    assert list(halves(action_files())) == []


def test_a_planted_half_is_found() -> None:
    planted = Source("people/actions.py", "def hide(*, by, at):\n    pass\n")
    assert list(halves([planted])) == ["people/actions.py: hide is not atomic"]


def test_nothing_is_declared_that_does_not_exist() -> None:
    names = {name for source in action_files() for name in functions(source)}
    assert set(DECLARED) <= names


def test_planted_violations_are_found() -> None:
    planted = [Source("people/actions.py", "def promote(*, by, at):\n    return 1\n")]
    assert len(list(lapses(planted))) == 2
