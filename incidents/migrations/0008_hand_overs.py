"""Roles that pass from one person to the next, and who is asked what they hand over."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0007_sight_ends_with_its_role'),
        ('people', '0006_appointments'),
        ('schools', '0002_the_country_whose_bank_holidays_count'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(max_length=10)),
                ('asked_on', models.DateField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('beginning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.roleassignment')),
                ('ending', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.roleassignment')),
                ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                ('trust', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.trust')),
            ],
        ),
        migrations.CreateModel(
            name='HandOverQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_on', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('hand_over', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='incidents.handover')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(fields=('ending', 'beginning'), name='one_hand_over_of_a_role_to_its_next_holder'),
        ),
        migrations.AddConstraint(
            model_name='handoverquestion',
            constraint=models.UniqueConstraint(fields=('hand_over', 'person'), name='asked_once_of_a_hand_over'),
        ),
    ]
