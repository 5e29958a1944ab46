"""How gunicorn serves the product, wherever it is started: it reads this file by itself.

What is said on its command line wins. Names are gunicorn's (https://docs.gunicorn.org/en/stable/settings.html).
"""

from jobtracker import logs
from jobtracker.environment import WEB_THREADS, WEB_WORKERS, env

wsgi_app = "jobtracker.wsgi:application"
worker_class = "jobtracker.patient_worker.PatientWorker"  # slow clients keep no thread
workers = WEB_WORKERS
threads = WEB_THREADS
keepalive = 15  # seconds
timeout = 60  # seconds in which a worker must show that it is alive
graceful_timeout = 25  # seconds that requests under way have when it stops; compose.yaml and `up` wait for longer
control_socket_disable = True
logger_class = "jobtracker.gunicorn_logs.MessageLogger"

_form = env.str("LOG_FORMAT", default="plain")
logconfig_dict = logs.configuration(form=_form, level="INFO", with_requests=False) | {
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": [], "propagate": True}}
}
