import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


def enable_none(apps, schema_editor):
    """Until now all boards came from files, under whatever names those had: none is fetched unasked."""
    apps.get_model("search", "JobBoard").objects.update(is_enabled=False)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_search_at_scale"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedHost",
            fields=[
                ("name", models.CharField(max_length=253, primary_key=True, serialize=False)),
                ("free_at", models.DateTimeField()),
            ],
            options={
                "db_table": "feed_hosts",
            },
        ),
        migrations.AddField(
            model_name="jobboard",
            name="doubted_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When half of the board was found gone, until a second look.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="jobboard",
            name="etag",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="jobboard",
            name="failures",
            field=models.PositiveSmallIntegerField(default=0, editable=False, help_text="Failed runs in a row."),
        ),
        migrations.AddField(
            model_name="jobboard",
            name="last_modified",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="jobboard",
            name="next_sync_at",
            field=models.DateTimeField(blank=True, editable=False, help_text="Due at once while empty.", null=True),
        ),
        migrations.AlterField(
            model_name="jobboard",
            name="is_enabled",
            field=models.BooleanField(default=False, help_text="Fetched by itself, several times a day."),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ok", "Up to date"),
                            ("unchanged", "Unchanged"),
                            ("doubted", "Waiting for a second look"),
                            ("failed", "Failed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("message", models.TextField(blank=True, help_text="What it is doing, or why it failed.")),
                ("seen", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("closed", models.PositiveIntegerField(default=0)),
                ("reopened", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                (
                    "board",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="runs",
                        to="search.jobboard",
                    ),
                ),
            ],
            options={
                "db_table": "import_runs",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        models.F("board"), models.OrderBy(models.F("id"), descending=True), name="import_runs_of_board"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at__isnull", True)),
                        fields=("board",),
                        name="import_runs_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.RunPython(enable_none, migrations.RunPython.noop),
    ]
