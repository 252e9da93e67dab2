"""An Airflow DAG: lists a bucket into the queue each night, then works on it with four tasks.

Airflow's retries go on where a task has ended. BOTA_API_KEY and BOTA_JOURNAL are set where the
workers run.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from airflow.sdk import dag, task
from bota_sdk import Bota

WORKERS = 4


@dag(schedule="0 1 * * *", start_date=datetime(2026, 1, 1), catchup=False)
def upload_calls() -> None:
    """Upload yesterday's calls."""

    @task(retries=5, retry_delay=timedelta(minutes=1))
    def enqueue(listing: str) -> None:
        with Bota() as bota, Path(listing).open(encoding="utf-8") as lines:
            done = bota.enqueue(
                (line.strip() for line in lines),
                journal=os.environ["BOTA_JOURNAL"],
                end_user_id="eu_1",
            )
        for failure in done.failures:
            print("not in the queue:", failure.key, failure.reason)

    @task(retries=5, retry_delay=timedelta(minutes=1))
    def work(_number: int) -> int:
        with Bota() as bota:
            return bota.work(journal=os.environ["BOTA_JOURNAL"]).uploaded

    enqueue("/var/lib/calls/yesterday.txt") >> work.expand(_number=list(range(WORKERS)))


upload_calls()
