"""On another's word that a signer is away nobody loses a step: a stand-in may sign it besides."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0007_whom_a_condition_is_about'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='stagemove',
            name='because',
            field=models.CharField(choices=[('away', 'is away'), ('left', 'does not work here now'), ('role', 'does not sign here now'), ('said', 'is said to be away'), ('new', 'has not been spoken to yet')], max_length=4),
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('capacity', models.CharField(blank=True, max_length=80)),
                ('role', models.CharField(blank=True, max_length=10)),
                ('because', models.CharField(choices=[('away', 'is away'), ('left', 'does not work here now'), ('role', 'does not sign here now'), ('said', 'is said to be away'), ('new', 'has not been spoken to yet')], max_length=4)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('signer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stand_ins', to='approvals.stage')),
            ],
            options={
                'ordering': ('position',),
                'constraints': [models.UniqueConstraint(fields=('stage', 'position'), name='one_stand_in_per_position')],
            },
        ),
    ]
