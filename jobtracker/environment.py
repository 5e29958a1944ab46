"""The environment with the ``.env`` file beside ``manage.py`` folded in, read once."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()  # NAME_FILE=/run/secrets/name works for every setting
env.read_env(BASE_DIR / ".env")

# Of the web server, which asks before there are settings: gunicorn.conf.py and wsgi.py.
WEB_WORKERS = env.int("WEB_WORKERS", default=2)
WEB_THREADS = env.int("WEB_THREADS", default=4)
