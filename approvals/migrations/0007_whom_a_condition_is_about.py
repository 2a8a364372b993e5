"""Conditions that the portal added before say whom they are about and what that person lacks."""

from __future__ import annotations

from django.db import migrations

ENDINGS = {
    " has not confirmed the policy": "unconfirmed",
    " has no current training": "untrained",
    " has not agreed yet": "agreement",
    " has said no": "agreement",
}


def name_people(apps, schema_editor):
    """By the whole name, as it was written then; by the owner where nobody has it now."""
    conditions = apps.get_model("approvals", "Condition").objects.filter(automatic=True, gap="")
    named = apps.get_model("approvals", "RequestPerson").objects.exclude(person=None)
    for condition in conditions.select_related("owner"):
        ending = next((one for one in ENDINGS if condition.text.endswith(one)), None)
        if ending is None:
            continue
        name = condition.text.removesuffix(ending)
        lines = named.filter(request_id=condition.request_id).select_related("person")
        people = {line.person for line in lines if called(line.person) == name}
        condition.about = people.pop() if len(people) == 1 else condition.owner
        condition.gap = ENDINGS[ending]
        condition.save(update_fields=["about", "gap"])


def called(person):
    return " ".join(filter(None, (person.preferred_name or person.given_name, person.family_name)))


class Migration(migrations.Migration):
    dependencies = [("approvals", "0006_conditions_of_a_person")]

    operations = [migrations.RunPython(name_people, migrations.RunPython.noop)]
