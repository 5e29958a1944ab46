"""Quotes, dashes, bullets, currencies and emoji part words, whatever the database's locale.

In the C locale, which the embedded PostgreSQL has, the parser takes whatever is not ASCII for a letter: “quoted”
was one word with its quotes, which nobody looks for, and so were "Rust…" and "€50k".
"""

import re
from importlib import import_module

from django.db import migrations

before = import_module("search.migrations.0003_search_at_scale")

FUNCTION = r"""
-- As before, but for symbols, which are spaces, and curly quotes, which are straight ones (a phrase in a query).
-- Few texts have a letter to fold then, or ".net": the rest is spared what is slow.
CREATE OR REPLACE FUNCTION search_fold(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN strpos(folded, '.net') > 0
    THEN regexp_replace(folded, '(^|[^a-z0-9])\.net\M', '\1 dotnet ', 'g') ELSE folded END
  FROM (
    SELECT replace(replace(replace(replace(replace(
      CASE WHEN plain ~ '[^\u0001-\u007f]'
        THEN normalize(regexp_replace(normalize(plain, NFKD), '[\u0300-\u036f]', '', 'g'), NFC)
        ELSE plain END,
      '/', ' '), 'c++', ' cplusplus '), 'c#', ' csharp '), 'f#', ' fsharp '), '.js', 'js') AS folded
    FROM (
      SELECT regexp_replace(replace(replace(replace(lower(input), '’', ''''), '“', '"'), '”', '"'),
        '[\u0080-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7'
        '\u2000-\u200b\u2010-\u206f\u20a0-\u20bf\u2120\u2122\u2190-\u2bff\u3000-\u3003\u3008-\u3011\u30fb\ufe0f'
        '\U0001f300-\U0001faff]+', ' ', 'g') AS plain
    ) AS text
  ) AS text
$$;
"""
FUNCTION_BACK = re.search(r"CREATE OR REPLACE FUNCTION search_fold.*?\n\$\$;\n", before.FUNCTIONS, re.DOTALL)[0]

# The trigger makes the vectors anew of what has any symbol or letter that matters here; rows can be read meanwhile.
# The statistics of words are taken anew after the next import (``search.domain.vocabulary.settle``).
AGAIN = r"""
UPDATE jobs SET company_id = company_id FROM companies
WHERE companies.id = company_id AND
  concat_ws(' ', name, title, department, team, array_to_string(locations, ' '), description_text) ~ '[^\u0001-\u007f]';
UPDATE search_statistics SET written = written + postings;
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0005_saved_searches")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, AGAIN),
        migrations.RunSQL(FUNCTION, FUNCTION_BACK),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
