"""A Celery task that works on the queue of a journal, and the beat that starts it.

    celery -A celery_tasks worker --beat

Celery's own delivery does not matter: a task that is lost, or comes twice, leaves the items where
they are. BOTA_API_KEY and BOTA_JOURNAL are set where the workers run.
"""

import os

from bota_sdk import Bota
from celery import Celery

app = Celery("bota", broker=os.environ.get("CELERY_BROKER_URL", "redis://localhost"))
app.conf.beat_schedule = {"upload": {"task": "celery_tasks.upload", "schedule": 60.0}}


@app.task(name="celery_tasks.upload", ignore_result=True)
def upload() -> int:
    """Upload what is in the queue, and return how many items this task has uploaded."""
    with Bota() as bota:
        return bota.work(journal=os.environ["BOTA_JOURNAL"]).uploaded
