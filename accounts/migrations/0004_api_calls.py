import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_token_scope")]

    operations = [
        migrations.CreateModel(
            name="ApiCalls",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("calls", models.IntegerField()),
            ],
            options={"db_table": "api_calls"},
        ),
        # Worth a minute: not worth a place in the write-ahead log and in backups of it.
        migrations.RunSQL("ALTER TABLE api_calls SET UNLOGGED", migrations.RunSQL.noop),
    ]
