"""The search vector, kept by the database: whoever writes a posting, and however, it can be found."""

from django.db import migrations

FUNCTIONS = r"""
-- Text as the search sees it: accents and compatibility forms folded, and names that the parser
-- would cut made words of letters; a slash is a space, or "UI/UX" would be one word, the path of a file.
-- Queries go through it too. Folding is slow, and few texts need it.
CREATE FUNCTION search_fold(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(
    replace(replace(replace(translate(
      CASE WHEN lower(input) ~ '[\u00aa-\u024f\u0300-\u036f\u1e00-\u1eff\u2100-\u214f\ufb00-\ufb06\uff00-\uffef]'
        THEN regexp_replace(normalize(lower(input), NFKD), '[\u0300-\u036f]', '', 'g')
        ELSE lower(input) END, '/', ' '),
      'c++', ' cplusplus '), 'c#', ' csharp '), 'f#', ' fsharp '),
    '(^|[^a-z0-9])\.net\M', '\1 dotnet ', 'g')
$$;

-- Weights: A title · B company, department, team · C places, workplace · D text.
CREATE FUNCTION jobs_search_vector() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  company_name text;
  where_it_is text := left(array_to_string(NEW.locations, ' ; '), 20000);
BEGIN
  SELECT name INTO company_name FROM companies WHERE id = NEW.company_id;
  NEW.search :=
    setweight(to_tsvector('english', search_fold(NEW.title)), 'A') ||
    setweight(to_tsvector('english', search_fold(
      concat_ws(' ; ', company_name, NEW.department, NEW.team))), 'B') ||
    setweight(to_tsvector('english', search_fold(concat_ws(' ; ', where_it_is, NEW.workplace))), 'C') ||
    -- A tsvector has at most 1 MB. No real posting comes near this, but folding can make a text many
    -- times as long, so it is cut again.
    setweight(to_tsvector('english', left(search_fold(left(NEW.description_text, 100000)), 100000)), 'D');
  NEW.places := to_tsvector('simple', search_fold(where_it_is));
  RETURN NEW;
END
$$;

CREATE TRIGGER jobs_search_vector
BEFORE INSERT OR UPDATE OF title, department, team, locations, workplace, description_text, company_id ON jobs
FOR EACH ROW EXECUTE FUNCTION jobs_search_vector();

CREATE FUNCTION companies_search_vector() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE jobs SET company_id = company_id WHERE company_id = NEW.id;
  RETURN NULL;
END
$$;

CREATE TRIGGER companies_search_vector
AFTER UPDATE OF name ON companies
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION companies_search_vector();

-- Texts and vectors lie out of line, so that lists and counts read narrow rows; vectors
-- uncompressed, since a match reads them whole.
ALTER TABLE jobs SET (toast_tuple_target = 256);
ALTER TABLE jobs ALTER COLUMN search SET STORAGE EXTERNAL;
"""

BACK = """
ALTER TABLE jobs ALTER COLUMN search SET STORAGE EXTENDED;
ALTER TABLE jobs RESET (toast_tuple_target);
DROP TRIGGER companies_search_vector ON companies;
DROP FUNCTION companies_search_vector();
DROP TRIGGER jobs_search_vector ON jobs;
DROP FUNCTION jobs_search_vector();
DROP FUNCTION search_fold(text);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
