"""An object in the store belongs to one tracking: whoever replaces or deletes a resume removes its object."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracking", "0006_support_group")]

    operations = [
        migrations.RunSQL(
            "UPDATE job_tracking SET resume_s3_url = NULL WHERE resume_s3_url = ''", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="jobtracking",
            constraint=models.UniqueConstraint(fields=("resume_s3_url",), name="job_tracking_resume_unique"),
        ),
    ]
