"""Two names that look alike have one key, whatever alphabet they are written in."""

from django.db import migrations

from people.names import names

BATCH = 500


def look_again(apps, schema_editor):
    """Write down anew, for everybody who is there, how they are shown and found."""
    User = apps.get_model('people', 'User')
    there = User._base_manager.using(schema_editor.connection.alias).order_by('pk')
    batch = []
    for person in there.iterator(chunk_size=BATCH):
        told = (person.preferred_name, person.given_name, person.family_name)
        person.name_key = names.key(*told)[:300]
        person.found_as = names.found_as(*told)[:700]
        batch.append(person)
        if len(batch) == BATCH:
            there.bulk_update(batch, ['name_key', 'found_as'])
            batch = []
    there.bulk_update(batch, ['name_key', 'found_as'])
    Past = apps.get_model('people', 'PastName')
    for past in Past.objects.using(schema_editor.connection.alias).iterator(chunk_size=BATCH):
        past.name_key = names.looks(past.name)[:300]
        past.save(update_fields=['name_key'])


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_past_names'),
    ]

    operations = [
        migrations.RunPython(look_again, migrations.RunPython.noop),
    ]
