"""Plays one sequence, in a transaction that is rolled back, and says what it led to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from tests.cast import Cast
from tests.people.machine import (  # noqa: F401  each registers its rules
    always,
    appointment_rules,
    clocks,
    concerns,
    everyday,
    hand_overs,
    lines,
    never,
    people_rules,
    requests,
    way_in_rules,
)
from tests.people.machine.rules import all_rules
from tests.people.machine.steps import Start, Step
from tests.people.machine.world import World, begin


class Hole(AssertionError):
    """Something that must never be, with everything that led to it."""

    def __init__(self, world: World, problems: list[str]) -> None:
        story = "\n  ".join(world.story)
        super().__init__(f"{'; '.join(problems)}\n  {story}")


def play_villain(cast: Cast, start: Start, steps: list[Step], **options: Any) -> World:
    """What one who means harm comes to by these steps. Raises Hole."""
    with undone(), no_error_logged() as errors:
        world = begin(cast, start)
        _set(world, options)
        kept = never.look(world)
        for step in steps:
            before = world.changes
            play(world, step)
            if world.changes == before:  # all of it was refused
                continue
            found = never.look(world)
            if problems := [*never.faults(world, kept, found), *errors]:
                raise Hole(world, problems)
            kept = found
    return world


def play_honest(cast: Cast, steps: list[Step], **options: Any) -> World:
    """What honest people's comings and goings lead to, once all clocks have run out. Raises Hole."""
    with undone(), no_error_logged() as errors:
        world = begin(cast, None)
        _set(world, options)
        for step in steps:
            play(world, step)
        always.run_out(world)
        if problems := [*always.faults(world), *errors]:
            raise Hole(world, problems)
    return world


def play(world: World, step: Step) -> None:
    all_rules()[step.rule].play(world, step.who, step.whom, step.what)


def _set(world: World, options: dict[str, Any]) -> None:
    for name, value in options.items():
        setattr(world, name, value)
    world.move_clock(world.at)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def no_error_logged() -> Iterator[list[str]]:
    """A sweep goes on when one concern fails, and says so in the log alone."""
    errors: list[str] = []
    handler = Listener(errors.append)
    logger = logging.getLogger("incidents")
    logger.addHandler(handler)
    try:
        yield errors
    finally:
        logger.removeHandler(handler)


class Listener(logging.Handler):
    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self.say = say

    def emit(self, record: logging.LogRecord) -> None:
        self.say(f"An error is logged: {record.getMessage()}: {record.exc_info}")
