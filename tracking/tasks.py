"""What is done in the background, by the worker: the object store is swept."""

import logging

from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)


# By day in Europe and America; a machine that is off then sweeps when it is on again.
@app.periodic(cron="37 16 * * *")
@app.task(queueing_lock="resumes to sweep")
def sweep_resumes(timestamp: int) -> None:
    """Remove the old objects that no tracking points to, and tell of resumes that are gone.

    As the command of the same name does, but with more care, since nobody looks: the store may be another database's.
    ``timestamp`` is when this was to be run.
    """
    # Imported here: every process has this module, and few need the object store's client in their memory.
    from tracking import storage
    from tracking.domain import sweeps

    try:
        with sweeps.take_stock() as stock:
            sweeps.remove_orphans(with_strays=stock.is_sound)
            lost = sum(1 for _ in sweeps.lost()) if stock.is_sound else 0
    except storage.StorageUnavailableError as error:
        logger.warning("The object store is not swept, or not all of it: %s", error)
        return
    removed = stock.orphans if stock.is_sound else stock.unconfirmed
    if removed:
        logger.info("%s objects that no tracked job points to are removed", removed)
    if not stock.is_sound:
        logger.warning(
            "No tracked job points to %s former resumes, which are kept, and %s of %s resumes are not there: "
            "see `manage.py sweep_resumes --dry-run`",
            stock.strays,
            stock.unlisted,
            stock.resumes,
        )
    if lost:
        logger.warning("The resumes of %s tracked jobs are gone: `manage.py sweep_resumes` names them", lost)
