"""The tables are there already: the register made them."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts_registry', '0011_platforms_move_out'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Platform',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('code', models.SlugField(max_length=30, unique=True)),
                        ('name', models.CharField(max_length=60, unique=True)),
                        ('aliases', models.JSONField(default=list)),
                        ('hosts', models.JSONField(default=list)),
                        ('handle_pattern', models.CharField(blank=True, max_length=120)),
                        ('example', models.CharField(blank=True, max_length=100)),
                        ('profile_url', models.CharField(blank=True, help_text='With {handle} where it goes', max_length=100)),
                        ('path_patterns', models.JSONField(default=list, help_text="What the path of an account's link looks like")),
                        ('reserved', models.JSONField(default=list, help_text='First words of a path that are no account')),
                        ('subdomains', models.BooleanField(default=False, help_text='The account stands before the host')),
                        ('overlooked', models.CharField(blank=True, help_text='Letters that make no difference to the platform', max_length=10)),
                        ('minimum_age', models.PositiveSmallIntegerField(default=13)),
                        ('age_source', models.CharField(blank=True, max_length=200)),
                        ('age_checked_on', models.DateField(blank=True, null=True)),
                        ('current', models.BooleanField(default=True)),
                        ('kind', models.CharField(choices=[('social', 'Social network'), ('microblog', 'Short posts'), ('blog', 'Blog'), ('video', 'Video'), ('images', 'Pictures'), ('messaging', 'Messaging'), ('questions', 'Questions and answers'), ('forum', 'Forum or chat room'), ('podcast', 'Podcast'), ('wiki', 'Encyclopaedia'), ('bookmarks', 'Bookmarks'), ('gaming', 'Gaming'), ('professional', 'Professional network'), ('website', 'Website'), ('other', 'Something else')], default='social', max_length=12)),
                        ('case_matters', models.BooleanField(default=False)),
                        ('approved_for_schools', models.BooleanField(default=True)),
                        ('report_url', models.URLField(blank=True)),
                        ('privacy_help_url', models.URLField(blank=True)),
                        ('takedown_steps', models.JSONField(default=list)),
                        ('links_checked_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('name',),
                    },
                ),
            ]
        )
    ]
