"""Where no place is stated, there is null; edits and the admin kept a blank text."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tracking", "0008_support_sees_runs")]

    operations = [
        migrations.RunSQL("UPDATE tracking_events SET location = NULL WHERE location = ''", migrations.RunSQL.noop),
    ]
