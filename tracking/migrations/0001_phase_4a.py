"""Phase 4A: what is tracked, and its events (CONTRACT, "The two enums, by migration", step 1)."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import tracking.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("search", "0002_search_vector"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TYPE tracking_stage AS ENUM"
            " ('interested', 'applied', 'screening', 'interviewing', 'offer', 'accepted', 'rejected')",
            "DROP TYPE tracking_stage",
        ),
        migrations.CreateModel(
            name="JobTracking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    tracking.fields.NativeEnumField(
                        type_name="tracking_stage", default="interested", db_default="interested"
                    ),
                ),
                ("is_archived", models.BooleanField(default=False, db_default=False)),
                ("notes", models.TextField(blank=True, default="", db_default="")),
                ("resume_s3_url", models.TextField(blank=True, null=True)),
                (
                    "tracked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DB_CASCADE, related_name="trackings", to="search.job"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        related_name="trackings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "job_tracking",
                "ordering": ["is_archived", "-tracked_at", "-id"],
                "constraints": [models.UniqueConstraint("user", "job", name="job_tracking_user_job_unique")],
            },
        ),
        migrations.CreateModel(
            name="TrackingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_type", models.CharField(max_length=50)),
                ("event_date", models.DateField()),
                ("event_time", models.TimeField(blank=True, null=True)),
                ("location", models.TextField(blank=True, null=True)),
                ("note", models.TextField(blank=True, default="", db_default="")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "tracking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DB_CASCADE, related_name="events", to="tracking.jobtracking"
                    ),
                ),
            ],
            options={
                "db_table": "tracking_events",
                "ordering": ["event_date", models.F("event_time").asc(nulls_first=True), "id"],
            },
        ),
    ]
