"""Phase 4C: notes become objects (CONTRACT, "The two enums, by migration", step 2).

Old text is kept as ``general_note`` (of a tracking) or ``note`` (of an event). Text that is a JSON object is one
that the way back has written, and becomes that object again.
"""

from django.db import migrations

import tracking.fields

FORWARD = """
CREATE FUNCTION pg_temp.as_note(old text, key text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  IF old = '' THEN
    RETURN '{}';
  ELSIF starts_with(ltrim(old), '{') THEN
    BEGIN
      RETURN old::jsonb;
    EXCEPTION WHEN data_exception OR statement_too_complex OR program_limit_exceeded THEN
      NULL;  -- somebody's own braces: text
    END;
  END IF;
  RETURN jsonb_build_object(key, old);
END
$$;

ALTER TABLE job_tracking
  ALTER COLUMN notes DROP DEFAULT,
  ALTER COLUMN notes TYPE jsonb USING pg_temp.as_note(notes, 'general_note'),
  ALTER COLUMN notes SET DEFAULT '{}';
ALTER TABLE tracking_events
  ALTER COLUMN note DROP DEFAULT,
  ALTER COLUMN note TYPE jsonb USING pg_temp.as_note(note, 'note'),
  ALTER COLUMN note SET DEFAULT '{}';

DROP FUNCTION pg_temp.as_note(text, text);
"""

BACKWARD = """
ALTER TABLE job_tracking
  ALTER COLUMN notes DROP DEFAULT,
  ALTER COLUMN notes TYPE text USING CASE notes WHEN '{}' THEN '' ELSE notes::text END,
  ALTER COLUMN notes SET DEFAULT '';
ALTER TABLE tracking_events
  ALTER COLUMN note DROP DEFAULT,
  ALTER COLUMN note TYPE text USING CASE note WHEN '{}' THEN '' ELSE note::text END,
  ALTER COLUMN note SET DEFAULT '';
"""


class Migration(migrations.Migration):
    dependencies = [("tracking", "0002_phase_4c_stages")]

    operations = [
        migrations.RunSQL(
            FORWARD,
            BACKWARD,
            state_operations=[
                migrations.AlterField(
                    "jobtracking", "notes", tracking.fields.NoteField(blank=True, default=dict, db_default={})
                ),
                migrations.AlterField(
                    "trackingevent", "note", tracking.fields.NoteField(blank=True, default=dict, db_default={})
                ),
            ],
        ),
    ]
