"""Phase 4C: event types become an enum, and the stage follows the events (CONTRACT, "The two enums, by migration").

Phase 4A let anybody write any word as an event's type, and set the stage apart from the events. So after the old
names are translated, stages and events are made to agree; whatever cannot stay an event stays as text in a note.
Every statement works on sets: a million events take seconds.
"""

from django.db import migrations

import tracking.fields

# Old names -> the new ones. The name itself is kept: as the note's ``type`` where that field has it,
# otherwise as the first line of its text. Upper case, spaces and hyphens make no other name.
NAMES = """
CREATE TEMPORARY TABLE old_name ON COMMIT DROP AS
SELECT event.id, event.event_type AS old, known.note_type,
  CASE
    WHEN known.new IS NOT NULL THEN known.new
    WHEN tracking.stage = 'interested' THEN 'applied'
    ELSE tracking.stage::text
  END AS new
FROM tracking_events event
JOIN job_tracking tracking ON tracking.id = event.tracking_id
LEFT JOIN (VALUES
  ('phone_screen', 'screening', 'phone'),
  ('technical', 'interview', 'technical'),
  ('onsite', 'interview', 'onsite'),
  ('hiring_manager', 'interview', NULL),
  ('interviewing', 'interview', NULL),
  ('applied', 'applied', NULL), ('screening', 'screening', NULL), ('interview', 'interview', NULL),
  ('reference', 'reference', NULL), ('offer', 'offer', NULL), ('accepted', 'accepted', NULL),
  ('declined', 'declined', NULL), ('rejected', 'rejected', NULL)
) AS known (old, new, note_type) ON known.old = translate(lower(trim(event.event_type)), ' -', '__')
WHERE event.event_type IS DISTINCT FROM known.new;

UPDATE tracking_events event
SET event_type = old_name.new,
  note = CASE
    WHEN old_name.note_type IS NOT NULL
      THEN jsonb_build_object('type', old_name.note_type) || event.note
    WHEN translate(lower(trim(old_name.old)), ' -', '__') = old_name.new
      THEN event.note
    ELSE event.note || jsonb_build_object('note', concat_ws(E'\\n', old_name.old, event.note->>'note'))
  END
FROM old_name
WHERE old_name.id = event.id;
"""

# Rule 6: dates lie between 1970 and 2100. The date that was written is kept as text.
DATES = """
UPDATE tracking_events
SET event_date = CASE WHEN event_date < '1970-01-01' THEN '1970-01-01'::date ELSE '2100-12-31'::date END,
  note = note || jsonb_build_object('note', concat_ws(E'\\n', 'Dated ' || event_date, note->>'note'))
WHERE event_date NOT BETWEEN '1970-01-01' AND '2100-12-31';
"""

# Rules 8 and 3: the newest rejection stays; of both answers the one that the stage names, or else the newer.
# The others become text in the note of the one that stays.
CONTRADICTIONS = """
CREATE TEMPORARY TABLE surplus ON COMMIT DROP AS
WITH closing AS (
  SELECT event.*, event.event_type = 'rejected' AS is_rejection,
    first_value(event.id) OVER ranked AS kept_id,
    first_value(event.event_type) OVER ranked AS kept_type
  FROM tracking_events event
  JOIN job_tracking tracking ON tracking.id = event.tracking_id
  WHERE event.event_type IN ('accepted', 'declined', 'rejected')
  WINDOW ranked AS (
    PARTITION BY event.tracking_id, event.event_type = 'rejected'
    ORDER BY event.event_type = tracking.stage::text DESC, event.event_date DESC, event.id DESC
  )
)
SELECT id, kept_id,
  concat_ws(' ', initcap(event_type), 'on', event_date, event_time, location)
    || CASE
      WHEN note = '{}' THEN ''
      WHEN note - 'note' = '{}' THEN ': ' || (note->>'note')
      ELSE ': ' || note::text
    END AS told,
  event_date
FROM closing
WHERE id <> kept_id AND (is_rejection OR event_type <> kept_type);

UPDATE tracking_events event
SET note = event.note || jsonb_build_object('note', concat_ws(E'\\n', event.note->>'note', surplus.told))
FROM (
  SELECT kept_id, string_agg(told, E'\\n' ORDER BY event_date, id) AS told FROM surplus GROUP BY kept_id
) AS surplus
WHERE surplus.kept_id = event.id;

DELETE FROM tracking_events event USING surplus WHERE surplus.id = event.id;
"""

# Rule 1. Where the event that decides is one that phase 4A had no stage for (its stage then said as much as it
# could), or closes harder than the stage, or the stage says that nothing has happened yet, the events are right.
# Everywhere else the stage is, and gets the event that it lacks.
AGREEMENT = """
CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
WITH hardness (event_type, closes) AS (VALUES ('accepted', 1), ('declined', 1), ('rejected', 2)),
latest AS (
  SELECT DISTINCT ON (event.tracking_id)
    event.tracking_id, event.id, event.event_type, coalesce(hardness.closes, 0) AS closes,
    max(event.event_date) OVER (PARTITION BY event.tracking_id) AS last_date
  FROM tracking_events event
  LEFT JOIN hardness ON hardness.event_type = event.event_type
  ORDER BY event.tracking_id, coalesce(hardness.closes, 0) DESC, event.event_date DESC, event.id DESC
)
SELECT tracking.id AS tracking_id, tracking.stage::text AS stage, latest.id AS latest_id, latest.event_type AS latest,
  greatest((tracking.tracked_at AT TIME ZONE 'UTC')::date, latest.last_date) AS event_date,
  tracking.stage = 'interested'
    OR (tracking.stage = 'interview' AND latest.event_type = 'reference')
    OR (tracking.stage = 'rejected' AND latest.event_type = 'declined') AS is_covered,
  latest.id IS NOT NULL AND (
    tracking.stage = 'interested'
    OR (tracking.stage = 'interview' AND latest.event_type = 'reference')
    OR (tracking.stage = 'rejected' AND latest.event_type = 'declined')
    OR latest.closes > coalesce(hardness.closes, 0)
    OR (latest.closes = 1 AND hardness.closes = 1)
  ) AS do_events_decide
FROM job_tracking tracking
LEFT JOIN latest ON latest.tracking_id = tracking.id
LEFT JOIN hardness ON hardness.event_type = tracking.stage::text
WHERE tracking.stage::text <> coalesce(latest.event_type, 'interested');

UPDATE job_tracking tracking
SET stage = standing.latest::tracking_stage
FROM standing
WHERE standing.tracking_id = tracking.id AND standing.do_events_decide;

UPDATE tracking_events event
SET note = event.note || jsonb_build_object('note', concat_ws(E'\\n',
  event.note->>'note', 'Upgrade: the stage said ' || standing.stage || ', this event decides.'))
FROM standing
WHERE standing.latest_id = event.id AND standing.do_events_decide AND NOT standing.is_covered;

-- Rule 3: an answer follows an offer. Offers come first, so that their ids do too.
INSERT INTO tracking_events (tracking_id, event_type, event_date, note)
SELECT answer.tracking_id, 'offer', min(answer.event_date),
  '{"note": "Added by the upgrade: the answer to it was already there.", "added_by_upgrade": true}'
FROM (
  SELECT tracking_id, event_date FROM tracking_events WHERE event_type IN ('accepted', 'declined')
  UNION ALL
  SELECT tracking_id, event_date FROM standing
  WHERE stage IN ('accepted', 'declined') AND NOT do_events_decide
) AS answer
WHERE NOT EXISTS (
  SELECT FROM tracking_events offer WHERE offer.tracking_id = answer.tracking_id AND offer.event_type = 'offer'
)
GROUP BY answer.tracking_id
ORDER BY answer.tracking_id;

INSERT INTO tracking_events (tracking_id, event_type, event_date, note)
SELECT tracking_id, stage, event_date,
  '{"note": "Added by the upgrade: the application already stood here.", "added_by_upgrade": true}'
FROM standing
WHERE NOT do_events_decide
ORDER BY tracking_id;

SET CONSTRAINTS ALL IMMEDIATE;  -- the foreign keys' checks must not be pending when the table is altered
SET CONSTRAINTS ALL DEFERRED;
"""

TYPE = """
CREATE TYPE event_type AS ENUM
  ('applied', 'screening', 'interview', 'reference', 'offer', 'accepted', 'declined', 'rejected');
ALTER TABLE tracking_events ALTER COLUMN event_type TYPE event_type USING event_type::event_type;
"""

BACKWARD = """
ALTER TABLE tracking_events ALTER COLUMN event_type TYPE varchar(50) USING event_type::text;
DROP TYPE event_type;
"""


class Migration(migrations.Migration):
    dependencies = [("tracking", "0003_phase_4c_notes")]

    operations = [
        migrations.RunSQL(
            NAMES + DATES + CONTRADICTIONS + AGREEMENT + TYPE,
            BACKWARD,
            state_operations=[
                migrations.AlterField(
                    "trackingevent", "event_type", tracking.fields.NativeEnumField(type_name="event_type")
                ),
            ],
        ),
    ]
