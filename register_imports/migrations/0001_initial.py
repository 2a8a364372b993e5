"""The tables are there already: the register made them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts_registry', '0013_register_imports_move_out'),
        ('accounts_registry', '0014_register_imports_have_moved'),
        ('schools', '0003_takes_reports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='RegisterImport',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('reference', models.CharField(max_length=16)),
                        ('file_name', models.CharField(max_length=200)),
                        ('lines', models.JSONField(default=list)),
                        ('first_row', models.PositiveIntegerField(default=1)),
                        ('columns', models.JSONField(default=dict)),
                        ('fixes', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('uploaded', 'Not imported yet'), ('waiting', 'Waiting to begin'), ('running', 'Being imported'), ('done', 'Imported'), ('failed', 'Could not be finished'), ('cancelled', 'Cancelled'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='uploaded', max_length=10)),
                        ('uploaded_at', models.DateTimeField()),
                        ('confirmed_at', models.DateTimeField(null=True)),
                        ('leased_until', models.DateTimeField(null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('row_count', models.PositiveIntegerField(default=0)),
                        ('rows_done', models.PositiveIntegerField(default=0)),
                        ('added', models.PositiveIntegerField(default=0)),
                        ('updated', models.PositiveIntegerField(default=0)),
                        ('unchanged', models.PositiveIntegerField(default=0)),
                        ('left_out', models.PositiveIntegerField(default=0)),
                        ('before', models.PositiveIntegerField(null=True)),
                        ('after', models.PositiveIntegerField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('school', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.school')),
                        ('trust', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schools.trust')),
                        ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-uploaded_at',),
                    },
                ),
                migrations.CreateModel(
                    name='ImportedRow',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('outcome', models.CharField(choices=[('added', 'Added'), ('updated', 'Updated'), ('unchanged', 'Nothing to change'), ('left_out', 'Left out')], max_length=10)),
                        ('problem', models.TextField(blank=True)),
                        ('changes', models.JSONField(default=dict)),
                        ('was', models.JSONField(default=dict)),
                        ('parts', models.JSONField(default=list)),
                        ('undo', models.CharField(blank=True, choices=[('', 'Not asked for'), ('undone', 'Undone'), ('kept', 'Changed since, and left alone')], max_length=10)),
                        ('channel', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imported_rows', to='accounts_registry.channel')),
                        ('state', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts_registry.channelstate')),
                        ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='register_imports.registerimport')),
                    ],
                    options={
                        'ordering': ('number',),
                    },
                ),
                migrations.AddIndex(
                    model_name='registerimport',
                    index=models.Index(fields=['state', 'uploaded_at'], name='register_im_state_857e41_idx'),
                ),
                migrations.AddConstraint(
                    model_name='registerimport',
                    constraint=models.UniqueConstraint(fields=('trust', 'reference'), name='one_import_per_trust_and_reference'),
                ),
                migrations.AddConstraint(
                    model_name='importedrow',
                    constraint=models.UniqueConstraint(fields=('upload', 'number'), name='one_outcome_per_row'),
                ),
            ]
        )
    ]
