"""A pasted address is looked up by an index: a posting that is new here had all of the table read for it."""

from django.contrib.postgres.indexes import HashIndex
from django.db import migrations

from search.querysets import Page


class Migration(migrations.Migration):
    dependencies = [("search", "0008_letters_of_companies")]

    operations = [
        migrations.AddIndex("job", HashIndex(Page("url"), name="jobs_page")),
    ]
