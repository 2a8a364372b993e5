"""Whether a test goes through what a user or the clock does: a page, a command, a sweep, by itself or by its helpers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.architecture.sources import APPS, ROOT

VISITS = {"opens", "follows", "presses", "goto"}  # what a visitor of the journeys does
CLIENTS = ("client", "Client(", "as_", "browser")


@dataclass
class Module:
    """A file of tests: its functions by name, and where the names it imports come from."""

    place: str
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)


def read(place: str, tree: ast.Module) -> Module:
    found = Module(place)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.functions[node.name] = node
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tests":
            for name in node.names:
                note(found, str(node.module), name)
    return found


def note(module: Module, source: str, name: ast.alias) -> None:
    """Either a module of tests or something in one."""
    own = name.asname or name.name
    inner = f"{source}.{name.name}".replace(".", "/") + ".py"
    if (ROOT / inner).is_file():
        module.folders[own] = inner
    else:
        module.imported[own] = (source.replace(".", "/") + ".py", name.name)


@cache
def at(place: str) -> Module:
    path = ROOT / place
    return read(place, ast.parse(path.read_text())) if path.is_file() else Module(place)


@cache
def sweeps() -> frozenset[str]:
    """What the clock does: the tasks, and the verb to which each hands the moment."""
    names = {"sweep"}  # what both sweeps of the reminders call
    for app in APPS:
        path = ROOT / app / "tasks.py"
        for node in ast.walk(ast.parse(path.read_text())) if path.is_file() else ():
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                verbs = (last_of(call.func) for call in calls(node) if hands_the_moment(call))
                names |= {node.name, *verbs}
    return frozenset(names)


def hands_the_moment(call: ast.Call) -> bool:
    return any(word.arg in {"at", "on"} for word in call.keywords)


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def last_of(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def goes_through_a_door(module: Module, test: ast.FunctionDef) -> bool:
    return any(is_door(call) for _, function in reached(module, test) for call in calls(function))


def reached(module: Module, test: ast.FunctionDef) -> Iterator[tuple[Module, ast.FunctionDef]]:
    """The test, the helpers it calls and the fixtures it asks for, and theirs."""
    waiting, seen = [(module, test)], {(module.place, test.name)}
    while waiting:
        where, function = waiting.pop()
        yield where, function
        for home, found in named(where, function):
            if (home.place, found.name) not in seen:
                seen.add((home.place, found.name))
                waiting.append((home, found))


def named(module: Module, function: ast.FunctionDef) -> Iterator[tuple[Module, ast.FunctionDef]]:
    names = {one.id for one in ast.walk(function) if isinstance(one, ast.Name)}
    names |= {arg.arg for arg in function.args.args}
    for name in sorted(names):
        home, own = module, name
        if name in module.imported:
            place, own = module.imported[name]
            home = at(place)
        if own in home.functions:
            yield home, home.functions[own]
    for one in ast.walk(function):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            home = at(module.folders.get(one.value.id, ""))
            if one.attr in home.functions:
                yield home, home.functions[one.attr]


def is_door(call: ast.Call) -> bool:
    name = last_of(call.func)
    visits = name in VISITS and isinstance(call.func, ast.Attribute)
    return name == "call_command" or name in sweeps() or visits or is_page(call)


def is_page(call: ast.Call) -> bool:
    """A page asked for or sent: client.get("/…"), as_head.post(…); not a dictionary's or a manager's get."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"get", "post"}:
        return False
    asked = call.func.value
    whose = ast.unparse(asked) if isinstance(asked, (ast.Name, ast.Call)) else ""
    first = ast.unparse(call.args[0]).lstrip("f") if call.args else ""
    return any(word in whose for word in CLIENTS) or first.startswith(("'/", '"/'))
