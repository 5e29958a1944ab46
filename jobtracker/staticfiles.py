"""Static files under names that carry their content's hash, so that browsers keep them for good."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


def _without_source_maps(patterns):
    for glob, rules in patterns:
        kept = tuple(rule for rule in rules if "sourceMappingURL" not in str(rule))
        if kept:
            yield glob, kept


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed, hashed; our modules' imports are rewritten to hashed names, packages' source maps are left out."""

    support_js_module_import_aggregation = True
    patterns = tuple(_without_source_maps(ManifestStaticFilesStorage.patterns))
