"""The floor of a first sync: a requests session that fetches every row by keyset and throws it away.

    python -m tests.bench.bare_fetch PAGE_SIZE

Base URL, key and collection come from the environment, as the program takes them.
"""

import json
import os
import sys
import time

import requests

from tests.bench.child import tell

FIELDS = "id,title,completed,createdAt,updatedAt"


def fetch(page_size: int) -> int:
    """How many rows came."""
    address = f"{os.environ['TODO_DESKTOP_BASE_URL']}/{os.environ['TODO_DESKTOP_COLLECTION']}:list"
    rows, last = 0, None
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {os.environ['TODO_DESKTOP_API_KEY']}"
        session.trust_env = False
        while True:
            query = {"sort": "id", "pageSize": str(page_size), "fields": FIELDS}
            if last is not None:
                query["filter"] = json.dumps({"id": {"$gt": last}})
            answer = session.get(address, params=query, timeout=60)
            answer.raise_for_status()
            page = answer.json()["data"]
            rows += len(page)
            if len(page) < page_size:
                return rows
            last = page[-1]["id"]


def main() -> None:
    begun = time.perf_counter()
    rows = fetch(int(sys.argv[1]))
    tell({"rows": rows, "per_second": rows / (time.perf_counter() - begun)})


if __name__ == "__main__":
    main()
