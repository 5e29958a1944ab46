"""Search at scale: words, words of titles and labels in one index; statistics of words; postings counted by company.

How they are used is told in ``search/domain/matching.py``.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OrderBy, Q

import search.querysets

before = import_module("search.migrations.0002_search_vector")

FUNCTIONS = r"""
-- As before, but for two things. Folding is decided by any letter that it would change, not by Latin ones
-- alone: one "é" in a Russian posting made it fold "й" too, which a query does not. And ".js" is no suffix
-- of its own: "Node.js" and "nodejs" are one word.
CREATE OR REPLACE FUNCTION search_fold(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(
    replace(replace(replace(replace(translate(
      -- Of what is not ASCII, most texts have but dashes, quotes and bullets, which stay.
      CASE WHEN input ~ '[^\u0001-\u007f\u2010-\u2027\u2030-\u205e]'
        THEN normalize(regexp_replace(normalize(lower(input), NFKD), '[\u0300-\u036f]', '', 'g'), NFC)
        ELSE lower(input) END, '/', ' '),
      'c++', ' cplusplus '), 'c#', ' csharp '), 'f#', ' fsharp '), '.js', 'js'),
    '(^|[^a-z0-9])\.net\M', '\1 dotnet ', 'g')
$$;

-- What filters ask for (search/labels.py has the other half). Generated columns are not there yet when a
-- trigger asks, so the year's pay and the date are worked out as they are. The pay's steps are a quarter apart.
CREATE FUNCTION job_labels(job jobs) RETURNS tsvector
LANGUAGE plpgsql STABLE AS $$
DECLARE
  listed_at timestamp := coalesce(job.posted_at, job.first_seen_at) AT TIME ZONE 'UTC';
  pay float8 := coalesce(job.salary_max, job.salary_min) * CASE job.salary_period
    WHEN 'hour' THEN 2080 WHEN 'day' THEN 260 WHEN 'week' THEN 52 WHEN 'month' THEN 12 ELSE 1 END;
  labels text[] := ARRAY[
    CASE WHEN job.is_open THEN 'state=open' ELSE 'state=closed' END,
    'company=' || job.company_id,
    'source=' || job.source,
    'workplace=' || job.workplace,
    'employment_type=' || job.employment_type,
    'currency=' || nullif(job.salary_currency, ''),
    'pay=' || CASE WHEN pay < 1 THEN 0 WHEN pay >= 1e7 THEN 72 ELSE floor(ln(pay) / ln(1.25)) END
  ];
BEGIN
  IF job.posted_at > job.first_seen_at + interval '24 hours' THEN
    labels := labels || 'ahead='::text;
  ELSE
    labels := labels || ARRAY[
      to_char(listed_at, '"hour="YYYY-MM-DD"T"HH24'),
      to_char(listed_at, '"day="YYYY-MM-DD'),
      to_char(listed_at, '"month="YYYY-MM')];
  END IF;
  RETURN array_to_tsvector(array_remove(labels, NULL) || ARRAY(
    SELECT 'place=' || lexeme
    FROM unnest(to_tsvector('simple', left(search_fold(left(array_to_string(job.locations, ' ; '), 20000)), 100000)))
    WHERE length(lexeme) <= 200));
END
$$;

-- The words of the title by themselves; all words, with the labels.
CREATE OR REPLACE FUNCTION jobs_search_vector() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  company_name text;
BEGIN
  SELECT name INTO company_name FROM companies WHERE id = NEW.company_id;
  NEW.title_search := to_tsvector('english', search_fold(NEW.title));
  -- A tsvector has at most 1 MB. No real posting comes near this, but folding can make a text many
  -- times as long, so it is cut again.
  NEW.search := job_labels(NEW) || to_tsvector('english', left(search_fold(concat_ws(E' ;\n',
    NEW.title, company_name, NEW.department, NEW.team, left(array_to_string(NEW.locations, ' ; '), 20000),
    NEW.workplace, left(NEW.description_text, 100000))), 130000));
  RETURN NEW;
END
$$;

DROP TRIGGER jobs_search_vector ON jobs;
CREATE TRIGGER jobs_search_vector
BEFORE INSERT OR UPDATE OF title, department, team, locations, workplace, description_text, company_id ON jobs
FOR EACH ROW EXECUTE FUNCTION jobs_search_vector();

-- Where nothing but labels can have changed, the words stay: parsing the text takes twenty times as long.
CREATE FUNCTION jobs_search_labels() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := job_labels(NEW) || ts_delete(NEW.search, tsvector_to_array(job_labels(OLD)));
  RETURN NEW;
END
$$;

CREATE TRIGGER jobs_search_labels
BEFORE UPDATE OF is_open, source, employment_type, salary_min, salary_max, salary_currency, salary_period,
  posted_at, first_seen_at ON jobs
FOR EACH ROW EXECUTE FUNCTION jobs_search_labels();

-- A word, and what is left of it without one of its letters: words that share one of these are alike.
CREATE FUNCTION word_variants(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT left(word, position) || substr(word, position + 2)) || word
  FROM generate_series(0, length(word) - 1) AS position
$$;
"""

FUNCTIONS_BACK = f"""
DROP FUNCTION word_variants(text);
DROP TRIGGER jobs_search_labels ON jobs;
DROP FUNCTION jobs_search_labels();
DROP TRIGGER jobs_search_vector ON jobs;
DROP FUNCTION jobs_search_vector();
DROP FUNCTION job_labels(jobs);
DROP TRIGGER companies_search_vector ON companies;
DROP FUNCTION companies_search_vector();
DROP FUNCTION search_fold(text);
{before.FUNCTIONS}
"""


COUNTED = """
-- Public postings of each company, open and closed, counted by whatever writes postings. Companies are
-- gone through in one order, so that two who write postings of the same ones wait for each other, and no more.
CREATE FUNCTION jobs_{event}_counted() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  change record;
BEGIN
  FOR change IN
    SELECT company_id, count(*) FILTER (WHERE is_open AND is_new) - count(*) FILTER (WHERE is_open AND NOT is_new) AS open,
      count(*) FILTER (WHERE NOT is_open AND is_new) - count(*) FILTER (WHERE NOT is_open AND NOT is_new) AS closed
    FROM ({rows}) AS rows
    WHERE owner_id IS NULL
    GROUP BY company_id ORDER BY company_id
  LOOP
    CONTINUE WHEN change.open = 0 AND change.closed = 0;
    INSERT INTO company_counts AS counts (company_id, open, closed)
    VALUES (change.company_id, change.open, change.closed)
    ON CONFLICT (company_id) DO UPDATE
    SET open = counts.open + excluded.open, closed = counts.closed + excluded.closed;
  END LOOP;
  RETURN NULL;
END
$$;

CREATE TRIGGER jobs_{event}_counted AFTER {event} ON jobs
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION jobs_{event}_counted();
"""
ADDED = "SELECT company_id, owner_id, is_open, true AS is_new FROM added"
REMOVED = "SELECT company_id, owner_id, is_open, false AS is_new FROM removed"
COUNTS = (
    """
INSERT INTO company_counts (company_id, open, closed)
SELECT company_id, count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE NOT is_open)
FROM jobs WHERE owner_id IS NULL GROUP BY company_id;

CREATE FUNCTION jobs_truncate_counted() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM company_counts;
  RETURN NULL;
END
$$;

CREATE TRIGGER jobs_truncate_counted AFTER TRUNCATE ON jobs
FOR EACH STATEMENT EXECUTE FUNCTION jobs_truncate_counted();
"""  # noqa: S608  # nosec B608
    + COUNTED.format(event="insert", rows=ADDED, tables="NEW TABLE AS added")
    + COUNTED.format(event="delete", rows=REMOVED, tables="OLD TABLE AS removed")
    + COUNTED.format(
        event="update", rows=" UNION ALL ".join([ADDED, REMOVED]), tables="NEW TABLE AS added OLD TABLE AS removed"
    )
)
COUNTS_BACK = "".join(
    f"DROP TRIGGER jobs_{event}_counted ON jobs; DROP FUNCTION jobs_{event}_counted();"
    for event in ("insert", "update", "delete", "truncate")
)

# What long postings have lies out of line, as before, but the short columns stay: moving each of
# them out took longer than all else that writing a row needs.
STORAGE = """
ALTER TABLE jobs SET (toast_tuple_target = 640);
ALTER TABLE jobs ALTER COLUMN title_search SET STORAGE MAIN;
"""
STORAGE_BACK = "ALTER TABLE jobs SET (toast_tuple_target = 256);"

AGAIN = "UPDATE jobs SET company_id = company_id"  # the trigger makes the vectors anew


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("search", "0002_search_vector"),
    ]

    operations = [
        migrations.RemoveIndex("job", name="jobs_search"),
        migrations.RemoveIndex("job", name="jobs_places"),
        migrations.RemoveIndex("job", name="jobs_newest"),
        migrations.RemoveIndex("job", name="jobs_of_company"),
        # Each has another index that begins with it.
        migrations.AlterField(
            "job",
            "board",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="jobs",
                to="search.jobboard",
            ),
        ),
        migrations.AlterField(
            "job",
            "owner",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DB_CASCADE,
                related_name="private_jobs",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, AGAIN),
        migrations.RemoveField("job", "places"),
        migrations.AddField(
            "job", "title_search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)
        ),
        migrations.RunSQL(STORAGE, STORAGE_BACK),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_BACK),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        migrations.AddIndex(
            "job",
            django.contrib.postgres.indexes.GinIndex("search", "title_search", name="jobs_search"),
        ),
        migrations.AddIndex(
            "job",
            models.Index(
                OrderBy(F("listed_at"), descending=True),
                OrderBy(F("id"), descending=True),
                condition=Q(is_open=True),
                name="jobs_newest",
            ),
        ),
        migrations.CreateModel(
            "CompanyCount",
            [
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        primary_key=True,
                        related_name="count",
                        serialize=False,
                        to="search.company",
                    ),
                ),
                ("open", models.IntegerField()),
                ("closed", models.IntegerField()),
            ],
            options={
                "db_table": "company_counts",
                "indexes": [
                    models.Index(OrderBy(F("open"), descending=True), F("company"), name="company_counts_most_open")
                ],
            },
        ),
        migrations.RunSQL(COUNTS, COUNTS_BACK),
        migrations.CreateModel(
            "Word",
            [
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "lexeme",
                    models.TextField(help_text="What the search makes of it; empty for a word that it passes over."),
                ),
                ("jobs", models.IntegerField(help_text="Postings that have it, about.")),
            ],
            options={
                "db_table": "search_words",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        search.querysets.WordVariants(F("word")), name="search_words_variants"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Lexeme",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "lexeme", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lexeme", models.TextField()),
                (
                    "place",
                    models.CharField(choices=[("text", "anywhere"), ("title", "title")], max_length=5),
                ),
                ("share", models.FloatField(help_text="Of all postings, 0 to 1.")),
            ],
            options={"db_table": "search_lexemes"},
        ),
        migrations.CreateModel(
            "SearchStatistics",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField(null=True)),
                ("postings", models.BigIntegerField(default=0, help_text="At that time.")),
                ("written", models.BigIntegerField(default=0, help_text="Postings written since.")),
                (
                    "rare",
                    models.FloatField(default=0, help_text="The share of a lexeme that is not listed, at most."),
                ),
                (
                    "dates",
                    django.contrib.postgres.fields.ArrayField(
                        models.DateTimeField(),
                        default=list,
                        help_text="Of the open postings of those ranks.",
                    ),
                ),
            ],
            options={"db_table": "search_statistics", "verbose_name_plural": "search statistics"},
        ),
    ]
