"""The configured storage: django-storages' S3 storage, impatient.

A module of its own because importing boto3 takes most of a second: Django does so when the store is first used.
"""

from botocore.config import Config
from storages.backends.s3 import S3Storage


class ObjectStorage(S3Storage):
    """Answers or fails within seconds: somebody waits, and asking again is their choice, not ours."""

    # A server-side copy of the largest resume takes a tenth of a second, on a busy disk more.
    patience = {"connect_timeout": 2, "read_timeout": 4, "retries": {"total_max_attempts": 1}}

    def get_default_settings(self):
        settings = super().get_default_settings()
        return settings | {
            "client_config": Config(
                signature_version=settings["signature_version"],
                s3={"addressing_style": settings["addressing_style"]},
                # Other stores than AWS know no CRC32, which boto3 adds unasked even to presigned uploads.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                **self.patience,
            )
        }


class PatientObjectStorage(ObjectStorage):
    """For long work that nobody waits for. Some stores walk all they hold for each page of a listing."""

    patience = {"connect_timeout": 10, "read_timeout": 120, "retries": {"mode": "standard", "total_max_attempts": 3}}
