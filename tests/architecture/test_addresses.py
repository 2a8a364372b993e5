"""Convention: an address, its name, its view, the verb it calls and its form say one word.

The word is the last fixed one of the address: `policies/<slug>/publish/` is named `publish`, shown by
`publish`, done by `publish_version` and typed into `PublishForm`. A name may say more, not less. A page that
only shows says the noun, or is the `index` or the `detail` of it. What several addresses share (a verb that
keeps any part of a report, a form that asks for a reason) is called by what it does, not by one of them.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests.architecture.sources import APPS

# The word of a page and the verb of what is done there, where English has two of one stem.
VERBS = {
    "agreement": "agree",
    "attestation": "attest",
    "closed": "close",
    "closing": "close",
    "completion": "complete",
    "correction": "correct",
    "decision": "decide",
    "evaluation": "evaluate",
    "known": "know",
    "new": "start",  # no verb at all: what is new is started
    "opening": "open",
    "renamed": "rename",
}
# What a reader is told in an address, and no name says.
UNSAID = {"a", "the", "your"}
# What a record's own page and the first page of a noun may be called.
SHOWS = {"index", "list", "detail"}
# Names of the library for sign-in, at its own places: it asks for them by these.
THEIRS = re.compile(r"account_|mfa_")
# The moves of an account on the watch list have their word and their address in one table.
OF_THE_WATCH_LIST = "channels/watch/<watched:ref>/"
# An address whose page has a word of its own: each with its reason.
REASONED: dict[str, str] = {
    "settings/logo-and-colour/": "A reader knows no brand, and the product's word for both is brand.",
    "settings/start-from-a-policy/": "What the product calls a preset is a policy to whoever reads.",
    "requests/<request:ref>/check-answers/": "Answers are read through on the page that sends them.",
    "report/check/": "Answers are read through on the page that sends them.",
    "requests/<request:ref>/decision/<slug:outcome>/": "The outcome in the address chooses the form.",
    "channels/<slug:ref>/still-gone/": "Only one of the two answers is a verb: that it is back.",
    "concerns/<str:ref>/who/about/": "Whom a concern is about is a party to it, as witnesses are.",
    "first-run/": "One page does what a school that is set up has ten pages for.",
    "v/<slug:address>": "As short as it can be, because people type it from a poster.",
}


@dataclass
class Address:
    """What one address of ours leads to, by name."""

    route: str
    name: str
    view: str
    only_shows: bool = False
    actions: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)


def addresses(resolver: Any = None, prefix: str = "", noun: str = "") -> Iterator[Address]:
    """Every address of ours; its name is said with its namespace, the noun: `imports:start`."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route, entry.namespace or noun)
        elif isinstance(entry.pattern, RoutePattern) and _is_ours(entry):
            yield _address(route, entry, noun)


def _is_ours(entry: URLPattern) -> bool:
    return inspect.unwrap(entry.callback).__module__.split(".")[0] in APPS


def _address(route: str, entry: URLPattern, noun: str) -> Address:
    module = sys.modules[inspect.unwrap(entry.callback).__module__]
    view = next(name for name, value in vars(module).items() if value is entry.callback)
    found = Address(route, f"{noun}:{entry.name}", f"{module.__name__}.{view}")
    _follow(module, view, found, set())
    found.only_shows = _only_shows(_statements(module)[view]) or not (found.actions | found.forms)
    return found


def _only_shows(statement: ast.stmt) -> bool:
    marks = statement.decorator_list if isinstance(statement, ast.FunctionDef) else []
    return any(isinstance(one, ast.Name) and one.id == "require_safe" for one in marks)


def _follow(module: ModuleType, function: str, found: Address, seen: set[str]) -> None:
    """Notes each verb and each form that a view, and the functions beside it that it calls, name."""
    if function in seen:
        return
    seen.add(function)
    beside = _statements(module)
    for node in ast.walk(beside[function]):
        if isinstance(node, ast.Name) and node.id in beside:
            _follow(module, node.id, found, seen)
        elif isinstance(node, ast.Name | ast.Attribute):
            _note(_meant(module, node), found)


@cache
def _statements(module: ModuleType) -> dict[str, ast.stmt]:
    """The functions and the tables of a module: some views are made from a row."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node
    return found


def _meant(module: ModuleType, node: ast.expr) -> Any:
    """What a name or a dotted name of this module stands for, or nothing."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    owner = _meant(module, node.value) if isinstance(node, ast.Attribute) else None
    return getattr(owner, node.attr, None) if inspect.ismodule(owner) else None


def _note(meant: Any, found: Address) -> None:
    if inspect.isfunction(meant) and "actions" in meant.__module__.split("."):
        found.actions.add(f"{meant.__module__}.{meant.__name__}")
    elif inspect.isclass(meant) and re.fullmatch(r"(?!Page)\w+Form", meant.__name__):
        found.forms.add(f"{meant.__module__}.{meant.__name__}")


def words(name: str) -> list[str]:
    """A name taken apart: "SendBackForm" and "send-back" are both send, back."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", apart) if word]


def word_of(route: str) -> str:
    """The last fixed word of an address."""
    fixed = [part for part in route.split("/") if part and "<" not in part]
    return fixed[-1].partition(".")[0] if fixed else ""


def says(name: str, word: str) -> bool:
    """Whether a name has this word in it, in one number or the other."""
    said = [_stem(one) for one in words(name)]
    asked = [_stem(one) for one in words(word) if one not in UNSAID]
    return any(said[at : at + len(asked)] == asked for at in range(len(said)))


def _stem(word: str) -> str:
    return VERBS.get(word, word).removesuffix("s")


def disagreements(found: Iterable[Address]) -> Iterator[str]:
    listed = list(found)
    uses = Counter(name for one in listed for name in (one.view, *one.actions, *one.forms))
    for one in listed:
        word = word_of(one.route)
        wrong = list(_wrong(one, word, uses)) if word and not _is_excused(one) else []
        if wrong:
            yield f"{one.route} is not said by: {', '.join(wrong)}"


def _is_excused(one: Address) -> bool:
    return (
        one.route in REASONED
        or one.route.startswith(OF_THE_WATCH_LIST)
        or bool(THEIRS.match(one.name.partition(":")[2]))
    )


def _wrong(one: Address, word: str, uses: Counter[str]) -> Iterator[str]:
    for name in (one.name, one.view):
        last = name.rpartition(".")[2]
        if not says(last, word) and not set(words(last)) & SHOWS and uses[name] < 2:
            yield last
    for names in () if one.only_shows else (one.actions, one.forms):
        own = sorted(name.rpartition(".")[2] for name in names if uses[name] < 2)
        if own and not any(says(name.rpartition(".")[2], word) for name in names):
            yield " or ".join(own)


def test_an_address_its_view_its_verb_and_its_form_share_one_word() -> None:
    assert list(disagreements(addresses())) == []


def test_each_reason_is_still_needed() -> None:
    routes = {one.route for one in addresses()}
    assert set(REASONED) <= routes
    assert all(reason.endswith(".") for reason in REASONED.values())


def test_planted_addresses_that_disagree_are_found() -> None:
    route = "requests/<ref>/send-back/"
    verb, form = {"approvals.actions.send_back"}, {"approvals.forms.SendBackForm"}
    assert not list(
        disagreements(
            [Address(route, "approvals:send_back", "approvals.views.send_back", False, verb, form)]
        )
    )
    for planted in (
        Address(route, "approvals:returned", "approvals.views.send_back", False, verb, form),
        Address(route, "approvals:send_back", "approvals.views.give_back", False, verb, form),
        Address(
            route,
            "approvals:send_back",
            "approvals.views.send_back",
            False,
            {"approvals.actions.send"},
            form,
        ),
        Address(
            route,
            "approvals:send_back",
            "approvals.views.send_back",
            False,
            verb,
            {"approvals.forms.BackForm"},
        ),
        Address("requests/<ref>/sent/", "approvals:sent", "approvals.views.done", True),
    ):
        assert len(list(disagreements([planted]))) == 1
