"""The tables are there already: the register made them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts_registry', '0017_watch_list_move_out'),
        ('accounts_registry', '0018_watch_list_have_moved'),
        ('platforms', '0001_initial'),
        ('schools', '0003_takes_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='WatchedAccount',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('reference', models.CharField(max_length=10, unique=True)),
                        ('platform_other', models.CharField(blank=True, max_length=60)),
                        ('account_name', models.CharField(max_length=150)),
                        ('handle', models.CharField(blank=True, max_length=100)),
                        ('identity', models.CharField(blank=True, help_text='Platform and handle, normalised', max_length=140)),
                        ('url', models.URLField(blank=True, max_length=300)),
                        ('kind', models.CharField(choices=[('quasi_school', 'Run by a member of staff'), ('parents', "A parents' group"), ('parody', 'Fans or mockery'), ('impersonation', 'Pretends to be the school'), ('reappeared', 'A closed channel that is back'), ('abandoned', 'Abandoned, nobody knows whose'), ('run_by_others', 'Run by others, and we know about it')], max_length=14)),
                        ('status', models.CharField(choices=[('reported', 'To deal with'), ('notice_sent', 'Notice sent'), ('converting', 'Becoming official'), ('converted', 'Now official'), ('renamed', 'Renamed'), ('removed', 'Gone'), ('tolerated', 'Left alone'), ('escalated', 'Passed on')], default='reported', max_length=12)),
                        ('found_on', models.DateField()),
                        ('first_opened_on', models.DateField(blank=True, null=True)),
                        ('was_held', models.BooleanField(default=False)),
                        ('holder_text', models.CharField(blank=True, max_length=150)),
                        ('organisation', models.CharField(blank=True, max_length=120)),
                        ('named_in_public', models.BooleanField(default=False)),
                        ('master_privileges_held', models.BooleanField(default=False)),
                        ('editorial_oversight', models.BooleanField(default=False)),
                        ('admins_limited', models.BooleanField(default=False)),
                        ('evidence', models.TextField(blank=True)),
                        ('evidence_kept', models.CharField(blank=True, max_length=200)),
                        ('notice_sent_on', models.DateField(blank=True, null=True)),
                        ('notice_text', models.TextField(blank=True)),
                        ('answer_by', models.DateField(blank=True, null=True)),
                        ('response', models.TextField(blank=True)),
                        ('responded_on', models.DateField(blank=True, null=True)),
                        ('request_reference', models.CharField(blank=True, max_length=12)),
                        ('incident_reference', models.CharField(blank=True, max_length=11)),
                        ('fake_identity', models.CharField(blank=True, max_length=140)),
                        ('fake_confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('next_check_on', models.DateField(blank=True, null=True)),
                        ('last_checked_on', models.DateField(blank=True, null=True)),
                        ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='watched', to='accounts_registry.channel')),
                        ('fake_confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind_changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_accounts', to='platforms.platform')),
                        ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_accounts', to='schools.school')),
                        ('trust', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='watched_accounts', to='schools.trust')),
                    ],
                ),
                migrations.CreateModel(
                    name='TakedownReport',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('to', models.CharField(choices=[('platform', 'The platform'), ('police', 'The police'), ('fraud', 'The national fraud reporting service'), ('helpline', 'A helpline for professionals'), ('host', 'Whoever hosts the website'), ('legal', 'Our legal adviser or insurer'), ('other', 'Somebody else')], max_length=10)),
                        ('made_on', models.DateField()),
                        ('their_reference', models.CharField(blank=True, max_length=100)),
                        ('said', models.TextField(blank=True)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_on', models.DateField(blank=True, null=True)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takedown_reports', to='watch_list.watchedaccount')),
                    ],
                    options={
                        'ordering': ('made_on', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='WatchStep',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('step', models.CharField(choices=[('added', 'put it on the watch list'), ('reported', 'reported it'), ('changed', 'changed what is known about it'), ('notice', 'sent a notice'), ('answered', 'recorded the answer'), ('converting', 'linked the request that makes it official'), ('not_converted', 'ended the request that would have made it official'), ('converted', 'made it official'), ('renamed', "recorded that it no longer uses the school's name"), ('removed', 'recorded that it is gone'), ('tolerated', 'decided to leave it alone'), ('escalated', 'passed it on'), ('found_again', 'recorded that it is there again'), ('checked', 'looked at it again'), ('fake', 'confirmed that it is a fake'), ('no_fake', 'took back that it is a fake'), ('takedown', 'reported it to have it taken down'), ('takedown_answer', 'recorded what came of a report')], max_length=16)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField()),
                        ('text', models.TextField(blank=True)),
                        ('contact', models.EmailField(blank=True, max_length=254)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='watch_list.watchedaccount')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('id',),
                    },
                ),
                migrations.AddIndex(
                    model_name='watchedaccount',
                    index=models.Index(fields=['school', 'status'], name='watch_list__school__c61ce6_idx'),
                ),
                migrations.AddIndex(
                    model_name='watchedaccount',
                    index=models.Index(fields=['status', 'next_check_on'], name='watch_list__status_2f62d5_idx'),
                ),
                migrations.AddIndex(
                    model_name='watchedaccount',
                    index=models.Index(fields=['identity'], name='watch_list__identit_3a8ad8_idx'),
                ),
                migrations.AddConstraint(
                    model_name='watchedaccount',
                    constraint=models.UniqueConstraint(condition=models.Q(('identity', ''), _negated=True), fields=('trust', 'identity'), name='watched_once_per_trust'),
                ),
                migrations.AddConstraint(
                    model_name='watchedaccount',
                    constraint=models.CheckConstraint(condition=models.Q(('next_check_on__isnull', False), ('status__in', ('converted', 'removed')), _connector='OR'), name='watched_account_has_its_next_check'),
                ),
            ]
        )
    ]
