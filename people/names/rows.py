"""Another name for somebody: whom they are known as is kept, and nobody is given a colleague's name."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.timezone import localdate

from people import emails
from people.names import names
from people.names.past_names import HAD_LATELY, PastName, had_lately
from people.person.models import User
from people.scope import not_over
from people.way_in.guarded_people import is_guarded
from workflow.promised import promised


class ShownName(NamedTuple):
    """How somebody is shown and found."""

    name: str
    key: str
    found_as: str


def shown_name(person: User) -> ShownName:
    told = (person.preferred_name, person.given_name, person.family_name)
    return ShownName(person.full_name, names.key(*told), names.found_as(*told))


def refuse_a_colleagues_name(person: User, before: ShownName, on: date) -> None:
    """Whoever is accused, or asked for, by a name must not turn out to be somebody who was given it."""
    key = shown_name(person).key
    if key == before.key or person.past_names.lately(on).filter(name_key=key).exists():
        return
    lately = PastName.objects.lately(on).filter(name_key=key)
    others = User.objects.filter(
        not_over(on, end="leaving_date"), trust=person.trust_id, is_system=False
    ).exclude(pk=person.pk)
    if others.filter(Q(name_key=key) | Q(pk__in=lately.values("person"))).exists():
        raise ValidationError(
            {
                "given_name": f"A colleague is called {person.full_name}, or was in the last 12 months. "
                "Add a middle name or initial, so that the two can be told apart"
            }
        )


def refuse_mixed_alphabets(person: User) -> None:
    """A name that looks like a colleague's, and is not found as theirs."""
    if names.mixes_alphabets(person.given_name, person.preferred_name, person.family_name):
        raise ValidationError({"given_name": names.MIXED})


def refuse_a_name_had_lately(person: User, on: date) -> None:
    """Whoever is new here is not called what a colleague was until lately; a namesake of today they may be."""
    if shown_name(person).key in had_lately(promised(person.trust_id), on):
        raise ValidationError({"given_name": HAD_LATELY.format(name=person.full_name)})


def keep_past_name(person: User, before: ShownName, by: User, at: datetime) -> None:
    """For a year they are found by it; of somebody with a role that takes two, others are told at once."""
    now = shown_name(person)
    if now == before:
        return
    if now.key != before.key:
        _keep(person, before, localdate(at))
    if by.pk != person.pk and is_guarded(person) and now.name != before.name:
        emails.renamed(person, before=before.name, by=by, at=at)


def _keep(person: User, before: ShownName, on: date) -> None:
    PastName.objects.create(
        person=person,
        name=before.name,
        name_key=before.key,
        found_as=before.found_as,
        until=on,
    )
