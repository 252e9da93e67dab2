"""Uploads the objects of a bucket with Spark: each partition is one `upload_many`.

    spark-submit spark_folder.py calls.txt postgresql://db.internal/bota eu_1

`calls.txt` has one URL or path a line. Spark runs a partition again whose executor has died, and
may run a slow one twice at the same time; the journal makes both exactly once.
"""

import sys
from collections.abc import Iterator

from bota_sdk import Bota, journal_status
from pyspark.sql import SparkSession


def main(listing: str, journal: str, end_user_id: str) -> None:
    """Upload what a listing names."""

    def upload_part(urls: Iterator[str]) -> Iterator[int]:
        with Bota() as bota:
            yield bota.upload_many(urls, journal=journal, end_user_id=end_user_id).uploaded

    spark = SparkSession.builder.appName("bota-upload").getOrCreate()
    spark.sparkContext.textFile(listing).mapPartitions(upload_part).sum()
    print(journal_status(journal).uploaded, "uploaded")


if __name__ == "__main__":
    main(*sys.argv[1:])
