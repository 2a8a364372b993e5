"""What people were called until lately is kept for a year: by it they are still found."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_appointment_undone'),
    ]

    operations = [
        migrations.CreateModel(
            name='PastName',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=310)),
                ('name_key', models.CharField(max_length=300)),
                ('found_as', models.CharField(max_length=700)),
                ('until', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='past_names', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['name_key'], name='people_past_name_ke_5c60f3_idx')],
            },
        ),
    ]
