"""A worker as `duban serve` starts one: `embedded_worker.py DATABASE_URL`; ends with who holds its standard input."""

import sys

from duban.kernel import worker
from duban.loading import read_settings
from support import job_samples

if __name__ == "__main__":
    job_samples.hang.clear()  # the samples are imported for the kinds of jobs they declare
    url = sys.argv[1].replace("+aiosqlite", "").replace("+asyncpg", "")
    settings = read_settings(environment="development", database_url=url, job_lease_seconds=2, worker_concurrency=1)
    worker.main(settings, embedded=True)
