"""A new verb of people, concerns or requests has a rule in the machine, or a reason."""

from __future__ import annotations

from tests.people.machine import run  # noqa: F401  registers the rules
from tests.people.machine.left_out import LEFT_OUT
from tests.people.machine.rules import verbs_with_rules
from tests.people.machine.tree import verbs


def test_every_verb_is_tried_or_left_out_with_its_reason() -> None:
    assert verbs() - verbs_with_rules() - set(LEFT_OUT) == set()


def test_nothing_is_named_that_does_not_exist() -> None:
    assert verbs_with_rules() - verbs() == set()
    assert set(LEFT_OUT) - verbs() == set()


def test_no_verb_is_both() -> None:
    assert set(LEFT_OUT) & verbs_with_rules() == set()
