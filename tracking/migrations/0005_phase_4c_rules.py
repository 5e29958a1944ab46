"""Phase 4C: the posting as it read when tracked, what must never be false, and the indexes of list and calendar."""

import datetime

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import tracking.fields

# What was tracked before keeps the posting as it reads now; the shape is that of tracking/domain/trackings.py.
POSTINGS = """
UPDATE job_tracking tracking
SET posting = jsonb_build_object(
  'title', job.title,
  'company', company.name,
  'url', nullif(job.url, ''),
  'location', job.locations[1],
  'salary', CASE
    WHEN coalesce(job.salary_min, job.salary_max) IS NOT NULL OR job.salary_text <> '' THEN jsonb_build_object(
      'min', trim_scale(job.salary_min),
      'max', trim_scale(job.salary_max),
      'currency', nullif(job.salary_currency, ''),
      'period', job.salary_period,
      'text', nullif(job.salary_text, '')
    )
  END,
  'description', job.description_text
)
FROM jobs job JOIN companies company ON company.id = job.company_id
WHERE job.id = tracking.job_id;
"""


def is_object(column: str) -> django.db.models.lookups.Exact:
    kind = models.Func(models.F(column), function="jsonb_typeof", output_field=models.TextField())
    return django.db.models.lookups.Exact(kind, "object")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_search_vector"),
        ("tracking", "0004_phase_4c_event_types"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="jobtracking",
            name="posting",
            field=tracking.fields.NoteField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.RunSQL(POSTINGS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="jobtracking",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DB_CASCADE,
                related_name="trackings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="trackingevent",
            name="event_time",
            field=models.TimeField(blank=True, help_text="The clock where it happens.", null=True),
        ),
        migrations.AddIndex(
            model_name="jobtracking",
            index=models.Index(
                models.F("user"),
                models.F("is_archived"),
                models.OrderBy(models.F("tracked_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="job_tracking_of_user",
            ),
        ),
        migrations.AddIndex(
            model_name="trackingevent",
            index=models.Index(
                models.F("tracking"),
                models.F("event_date"),
                models.OrderBy(models.F("event_time"), nulls_first=True),
                models.F("id"),
                name="tracking_events_in_order",
            ),
        ),
        migrations.AlterField(
            model_name="trackingevent",
            name="tracking",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.DB_CASCADE,
                related_name="events",
                to="tracking.jobtracking",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobtracking",
            constraint=models.CheckConstraint(condition=is_object("notes"), name="job_tracking_notes_is_object"),
        ),
        migrations.AddConstraint(
            model_name="jobtracking",
            constraint=models.CheckConstraint(condition=is_object("posting"), name="job_tracking_posting_is_object"),
        ),
        migrations.AddConstraint(
            model_name="trackingevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("event_type", "rejected")),
                fields=("tracking",),
                name="tracking_events_one_rejection",
            ),
        ),
        migrations.AddConstraint(
            model_name="trackingevent",
            constraint=models.CheckConstraint(condition=is_object("note"), name="tracking_events_note_is_object"),
        ),
        migrations.AddConstraint(
            model_name="trackingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("event_date__range", (datetime.date(1970, 1, 1), datetime.date(2100, 12, 31)))),
                name="tracking_events_date_in_range",
            ),
        ),
    ]
