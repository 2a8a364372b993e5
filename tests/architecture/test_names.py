"""Convention: a module is named by the noun it returns, one name stands for one module of an app, and a class has its noun."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.architecture.sources import Source, sources

# The furniture of a room: a file of one of these names, or a folder of it, whose files are parts named after their verbs.
FURNITURE = {
    "__init__", "actions", "api", "apps", "demo", "emails", "forms", "middleware", "models", "objections",
    "querysets", "rows", "statuses", "tasks", "urls", "views", "workflow",
}  # fmt: skip
OUTSIDE = {"management", "migrations", "templatetags"}  # Django's own places
SAYS_NOTHING = {
    "asked", "common", "core", "helpers", "listing", "misc", "questions", "rules", "showing", "shown",
    "story", "told", "utils", "wording", "words",
}  # fmt: skip
PARTICIPLE = re.compile(r"(ing|ed)$")
# Words that end like a participle and are nouns, or names that house and readers know by now.
REASONED = {
    "accounts_registry/listing/saved.py": "Saved views go with the room of the list.",
    "accounts_registry/listing/wanted.py": "What a reader wants of the list goes with its room.",
    "accounts_registry/needs/standing_rules.py": "The rules a channel may break while it stands.",
    "accounts_registry/needs/reckoning.py": "A reckoning is a noun: from facts to what is needed.",
    "demo/seed.py": "A seed is a noun.",
    "incidents/seed.py": "A seed is a noun.",
    "platforms/seed.py": "A seed is a noun.",
    "incidents/keys/sealing.py": "Sealing is a noun: what keeps the text of concerns shut.",
    "incidents/routing/footing.py": "A footing is a noun: on what terms somebody hears.",
    "incidents/routing/staffing.py": "Staffing is a noun: who is there to hear.",
    "people/words.py": "Dates in words, until every page says them with one formatter.",
    "platforms/spelling.py": "A spelling is a noun.",
    "portal/standing.py": "A part has a standing.",
    "workflow/promised.py": "What a row's state promises that a column holds.",
    "reminders/review_rules.py": "A reminder is a rule of the catalogue, as auditors call it.",
    "reminders/rules.py": "One of the six tables that are the system.",
    "reports/wording.py": "Dates in words, until every page says them with one formatter.",
    "watch_list/watching.py": "What the verbs and pages of a watched account share goes with their table.",
}
# Two readings of one name, the furniture's apart.
TWICE: dict[str, str] = {
    "demo people": "Whom one can be in the demo, and its models: two rooms that never meet.",
}
MODULES = 4
# Rooms that hold more than four modules beside their furniture, and how many: a number may fall, not rise.
LARGER = {
    "accounts_registry/needs": 6,
    "accounts_registry/accounts": 5,
    "accounts_registry/crew": 8,
    "accounts_registry/history": 5,
    "accounts_registry/listing": 11,
    "accounts_registry/record": 6,
    "accounts_registry/reviews": 6,
    "approvals/request": 7,
    "approvals/route": 7,
    "audit": 5,
    "demo/story": 18,
    "documents": 18,
    "govuk": 11,
    "incidents/report": 8,
    "incidents/routing": 10,
    "notifications": 11,
    "people": 5,
    "people/appointments": 9,
    "people/lines": 5,
    "people/sign_in": 12,
    "people/way_in": 5,
    "platforms": 14,
    "policies": 5,
    "portal": 36,
    "register_imports/reading": 12,
    "reminders": 17,
    "reports": 15,
    "schools": 15,
    "verify": 6,
}
# Their room is being made into rows of needs.
BARE_YET = {
    "accounts_registry/listing/channel_row.py",
    "accounts_registry/needs/codes.py",
    "accounts_registry/needs/due_days.py",
    "accounts_registry/needs/standing_rules.py",
}
BARE = {"Row", "Line", "Part", "Facts", "Due", "Item", "Listed"}


def own(files: Iterable[Source]) -> Iterator[Source]:
    """The modules that have a name of their own: no furniture, none of Django's places."""
    for source in files:
        name = name_of(source)
        if not set(source.place.split("/")) & OUTSIDE and name not in FURNITURE | {"settings"}:
            yield source


def name_of(source: Source) -> str:
    return source.place.rpartition("/")[2].removesuffix(".py")


def is_part(source: Source) -> bool:
    """Whether it stands in a folder of the furniture."""
    return bool(set(source.place.split("/")[1:-1]) & FURNITURE)


def badly_named(files: Iterable[Source]) -> Iterator[str]:
    for source in own(files):
        words = (
            name_of(source).replace("house_rules", "agreement").split("_")
        )  # a noun of the trade
        is_participle = not is_part(source) and PARTICIPLE.search(words[-1])
        if source.place not in REASONED and (set(words) & SAYS_NOTHING or is_participle):
            yield source.place


def named_twice(files: Iterable[Source]) -> Iterator[str]:
    named = Counter((one.app, name_of(one)) for one in own(files) if not is_part(one))
    for (app, name), number in named.items():
        if number > 1 and f"{app} {name}" not in TWICE:
            yield f"{number} modules of {app} are called {name}"


def rooms(files: Iterable[Source]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for source in own(files):
        if not is_part(source):
            found[source.place.rpartition("/")[0]] += 1
    return dict(found)


def without_a_noun(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for node in source.tree.body:  # a class inside another has that one's noun
            if (
                isinstance(node, ast.ClassDef)
                and node.name in BARE
                and source.place not in BARE_YET
            ):
                yield f"{source.place} has a class {node.name}"


def test_a_module_is_named_by_the_noun_it_returns() -> None:
    assert list(badly_named(sources())) == []


def test_no_two_modules_of_an_app_share_a_name() -> None:
    assert list(named_twice(sources())) == []


def test_a_room_holds_four_modules_beside_its_furniture() -> None:
    assert {room: n for room, n in rooms(sources()).items() if n > MODULES} == LARGER


def test_a_class_is_named_with_its_noun() -> None:
    assert list(without_a_noun(sources())) == []


def test_each_reason_is_still_needed() -> None:
    places = {source.place for source in sources()}
    assert set(REASONED) | BARE_YET <= places


def test_planted_names_are_found() -> None:
    def planted(*places: str) -> list[Source]:
        return [Source(place, "") for place in places]

    bad = ["people/posts/words.py", "people/posts/waiting.py", "people/posts/views/shown.py"]
    good = [
        "people/posts/titles.py",
        "people/posts/waiting_posts.py",
        "people/posts/actions/closing.py",
    ]
    assert list(badly_named(planted(*bad, *good))) == bad
    assert list(named_twice(planted("people/posts/codes.py", "people/roles/codes.py"))) == [
        "2 modules of people are called codes"
    ]
    assert not list(named_twice(planted("people/posts/rows.py", "people/roles/rows.py")))
    assert rooms(planted("people/posts/titles.py", "people/posts/views/x.py")) == {
        "people/posts": 1
    }
    assert list(without_a_noun([Source("a/b.py", "class Row:\n    pass\n")])) == [
        "a/b.py has a class Row"
    ]
