"""The tables are there already: the register made them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts_registry', '0015_verify_move_out'),
        ('schools', '0003_takes_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PrivacyNotice',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('published_on', models.DateField()),
                        ('version', models.CharField(blank=True, max_length=40)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('accounts', models.JSONField(default=list)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='privacy_notices', to='schools.school')),
                    ],
                    options={
                        'ordering': ('-id',),
                    },
                ),
            ]
        )
    ]
