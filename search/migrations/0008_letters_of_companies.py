"""Companies whose names have letters that ASCII lacks keep them in their slugs: "Яндекс AI" was "ai", as "Сбер AI" was.

Where the slug is taken, the company keeps the one that it has. Names that were taken for one company stay one: which
posting was whose is told nowhere.
"""

import unicodedata

from django.db import migrations
from django.utils.text import slugify


def _loses_letters(name: str) -> bool:
    return any(letter.isalnum() and not letter.isascii() for letter in unicodedata.normalize("NFKD", name))


def with_letters(apps, schema_editor) -> None:
    Company = apps.get_model("search", "Company")
    length = Company._meta.get_field("slug").max_length
    for company in Company.objects.only("name", "slug").iterator():
        slug, without = (slugify(company.name, allow_unicode=is_whole)[:length] for is_whole in (True, False))
        had_lost = _loses_letters(company.name) and company.slug == without != slug
        if had_lost and not Company.objects.filter(slug=slug).exists():
            Company.objects.filter(pk=company.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_folded_once")]

    operations = [migrations.RunPython(with_letters, migrations.RunPython.noop, elidable=True)]
