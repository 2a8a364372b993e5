"""Steps and conditions of requests that were under way say what new ones say."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from tests.approvals.stage import at_head, ready, sign
from tests.factories import make_person


def test_what_was_written_before_says_whom_it_is_about_and_who_signs_by_what(cast):
    longer = make_person("Lena Fox Reed", trust=cast.trust, school=cast.school)
    ready(cast, cast.teacher)
    lines = [
        {"part": part, "person": person}
        for part in ("administrator", "moderator")
        for person in (cast.colleague, longer)
    ]
    request = at_head(cast, people=[*lines, {"part": "poster", "person": cast.teacher}])
    sign(request, cast.head, outcome="approve_with_conditions", reason="Training comes first.")
    before = dict(request.conditions.values_list("text", "about"))
    request.conditions.update(about=None, gap="", owner=cast.colleague)
    roles = list(request.stages.values_list("role", flat=True))
    request.stages.update(role="")
    import_module("approvals.migrations.0007_whom_a_condition_is_about").name_people(apps, None)
    import_module("approvals.migrations.0005_roles_of_steps").name_roles(apps, None)
    assert dict(request.conditions.values_list("text", "about")) == before
    assert not request.conditions.filter(gap="").exists()
    assert list(request.stages.values_list("role", flat=True)) == roles == ["LINE", "COMMS", "HEAD"]
