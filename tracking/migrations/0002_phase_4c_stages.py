"""Phase 4C: the stages of the whole pipeline (CONTRACT, "The two enums, by migration", step 2).

The type is made anew instead of extended: its labels are then exactly the stages, in their order, and the
way back is the same.
"""

from django.db import migrations


def rebuilt(labels: str, stage: str) -> str:
    return f"""
    ALTER TYPE tracking_stage RENAME TO tracking_stage_before;
    CREATE TYPE tracking_stage AS ENUM ({labels});
    ALTER TABLE job_tracking
      ALTER COLUMN stage DROP DEFAULT,
      ALTER COLUMN stage TYPE tracking_stage USING ({stage})::tracking_stage,
      ALTER COLUMN stage SET DEFAULT 'interested';
    DROP TYPE tracking_stage_before;
    """


class Migration(migrations.Migration):
    dependencies = [("tracking", "0001_phase_4a")]

    operations = [
        migrations.RunSQL(
            rebuilt(
                "'interested', 'applied', 'screening', 'interview', 'reference',"
                " 'offer', 'accepted', 'declined', 'rejected'",
                "CASE stage::text WHEN 'interviewing' THEN 'interview' ELSE stage::text END",
            ),
            rebuilt(
                "'interested', 'applied', 'screening', 'interviewing', 'offer', 'accepted', 'rejected'",
                "CASE stage::text WHEN 'interview' THEN 'interviewing' WHEN 'reference' THEN 'interviewing'"
                " WHEN 'declined' THEN 'rejected' ELSE stage::text END",
            ),
        ),
    ]
