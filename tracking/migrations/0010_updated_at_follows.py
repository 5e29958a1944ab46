"""``updated_at`` changes with every change of a tracking or its events, also by SQL that does not think of it.

By it an unchanged list is known without its notes and events being read. What the product changes moves it in the same
statement: there the triggers find nothing left to do.
"""

from django.db import migrations

# A list of ids, not a join: its plan is kept, and one that was made for many rows would read the whole table for one.
FUNCTIONS = """
CREATE FUNCTION job_tracking_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE FUNCTION tracking_events_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE job_tracking SET updated_at = clock_timestamp()
  WHERE id = ANY (ARRAY(SELECT DISTINCT tracking_id FROM changed)) AND updated_at <> statement_timestamp();
  IF TG_OP = 'UPDATE' THEN
    UPDATE job_tracking SET updated_at = clock_timestamp()
    WHERE id = ANY (ARRAY(SELECT tracking_id FROM former EXCEPT SELECT tracking_id FROM changed));
  END IF;
  RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER job_tracking_touch BEFORE UPDATE ON job_tracking
FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at AND NEW.* IS DISTINCT FROM OLD.*)
EXECUTE FUNCTION job_tracking_touch();

CREATE TRIGGER tracking_events_touch_inserted AFTER INSERT ON tracking_events
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tracking_events_touch();

CREATE TRIGGER tracking_events_touch_updated AFTER UPDATE ON tracking_events
REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tracking_events_touch();

CREATE TRIGGER tracking_events_touch_deleted AFTER DELETE ON tracking_events
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION tracking_events_touch();
"""


class Migration(migrations.Migration):
    dependencies = [("tracking", "0009_blank_places")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS + TRIGGERS,
            "DROP FUNCTION job_tracking_touch() CASCADE; DROP FUNCTION tracking_events_touch() CASCADE",
        ),
    ]
