"""These tables keep their rows under the names that they have in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0010_accounts_of_colleagues")]
    operations = [
        migrations.AlterModelTable("platform", "platforms_platform"),
    ]
