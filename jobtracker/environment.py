"""The environment with the ``.env`` file beside ``manage.py`` folded in, read once."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()  # NAME_FILE=/run/secrets/name works for every setting
env.read_env(BASE_DIR / ".env")
