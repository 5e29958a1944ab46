"""The table of Django's database cache, as `createcachetable` makes it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                """
                CREATE UNLOGGED TABLE cache_entries
                (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)
                """,
                "CREATE INDEX cache_entries_expires ON cache_entries (expires)",
            ],
            "DROP TABLE cache_entries",
        )
    ]
