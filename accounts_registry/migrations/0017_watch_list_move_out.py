"""These tables keep their rows under the names that they have in an app of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts_registry", "0016_verify_have_moved")]
    operations = [
        migrations.AlterModelTable("takedownreport", "watch_list_takedownreport"),
        migrations.AlterModelTable("watchedaccount", "watch_list_watchedaccount"),
        migrations.AlterModelTable("watchstep", "watch_list_watchstep"),
    ]
